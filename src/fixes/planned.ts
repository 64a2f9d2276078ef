import type { Finding } from "../contract/finding.ts";
import type { Fix, ManualStep, Phase, SqlStep } from "../contract/fix.ts";
import type { LockMode } from "../facts/lock.ts";
import type { ObjectRef } from "../model/reference.ts";
import type { Estimate } from "./estimate.ts";

export interface PlannedFix {
  readonly finding: Finding;
  readonly fix: Fix;
  /** The place of the fix in the plan, from 1. */
  readonly number: number;
  /** From 1; a fix of a later round was written for the schema that the rounds before it leave. */
  readonly round: number;
}

/** Which step of which fix: a step of the plan can do the work of several. */
export interface StepOrigin {
  readonly planned: PlannedFix;
  /** The place among all steps of the fix, from 1. */
  readonly number: number;
}

export interface PlannedStep {
  /** The place in the plan, from 1. */
  readonly number: number;
  readonly step: SqlStep;
  readonly of: readonly [StepOrigin, ...StepOrigin[]];
  /** Null when nothing is known about the sizes of its tables. */
  readonly estimate: Estimate | null;
  /** Why it is not to be run; null when it may. */
  readonly refused: string | null;
}

export interface Gate {
  readonly step: ManualStep;
  readonly of: StepOrigin;
}

/** What can be run without waiting for people, and what they have to do before. */
export interface Stage {
  readonly number: number;
  readonly gates: readonly Gate[];
  readonly steps: readonly PlannedStep[];
  /** What people do when everything is done; only a fix that ends with it has such. */
  readonly afterwards: readonly Gate[];
}

export interface Plan {
  readonly fixes: readonly PlannedFix[];
  readonly stages: readonly Stage[];
  /** Fixes that change what an earlier one of the plan changes too, and were written for the schema before it. */
  readonly deferred: readonly { readonly finding: Finding; readonly because: string }[];
  readonly withoutFix: readonly Finding[];
  /** Set when only these phases are in the plan. */
  readonly phases: readonly Phase[] | null;
  /** Null when none was asked for. */
  readonly proof: readonly FixProof[] | null;
}

/** What came of running a fix in a copy. */
export interface FixProof {
  readonly fingerprint: string;
  readonly rule: string;
  readonly object: ObjectRef;
  /** `refused`: a precheck stopped it, which is right for the rows of the copy. */
  readonly status: "proven" | "failed" | "refused";
  /** Null when it is proven. */
  readonly reason: string | null;
  readonly steps: readonly ObservedStep[];
}

/** Tables by their path, as they were seen from pg_locks, pg_class and the counters of the transaction. */
export interface ObservedStep {
  readonly phase: Phase;
  readonly why: string;
  /** Null where the step commits by itself: one session cannot see its own locks then. */
  readonly locks: readonly { readonly table: readonly string[]; readonly mode: LockMode }[] | null;
  readonly rewritten: readonly (readonly string[])[];
  readonly scanned: readonly (readonly string[])[];
}
