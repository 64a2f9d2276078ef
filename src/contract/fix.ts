import type { Held } from "../facts/change.ts";
import type { LockMode } from "../facts/lock.ts";
import type { ObjectRef } from "../model/reference.ts";

/** Phases never step backwards: add, fill, prove, switch the readers and writers, remove. */
export const PHASES = ["expand", "backfill", "validate", "switch", "contract"] as const;
export type Phase = (typeof PHASES)[number];

export const HAZARDS = [
  "deletes data",
  "rewrites table",
  "blocks writes",
  "blocks reads",
  "breaks clients",
  "needs deploy",
  "slows database",
] as const;
export type Hazard = (typeof HAZARDS)[number];

export interface StepLock {
  readonly on: ObjectRef;
  readonly mode: LockMode;
  /** Risk is the mode times how long it is held. */
  readonly held: Held;
}

/** An UPDATE in batches, as its parts: what the statement of such a step loops over. */
export interface Batches {
  readonly table: readonly string[];
  /** Rows then live in the leaves of the partition tree. */
  readonly partitioned: boolean;
  /** The UPDATE of one batch, a format string of `format()`: `%s` for the relation, `%L` for the first and the last `ctid`. */
  readonly update: string;
  /** Pages of a batch. */
  readonly blocks: number;
}

/** A step that the database does. */
export interface SqlStep {
  readonly is: "sql";
  readonly phase: Phase;
  readonly why: string;
  /** Complete statements without a closing semicolon, run in this order. */
  readonly statements: readonly [string, ...string[]];
  /** `forbidden`: each statement commits by itself (CONCURRENTLY, batched updates); otherwise all of them share one transaction. */
  readonly transaction: "required" | "allowed" | "forbidden";
  readonly locks: readonly StepLock[];
  readonly timeouts: { readonly lockMs: number; readonly statementMs: number };
  /** A query for one boolean; false or null stops the plan before this step. */
  readonly requires?: { readonly sql: string; readonly because: string };
  /** A query for one boolean that is true once the step has worked. */
  readonly verify?: string;
  /** Statements that bring back the state before; null: this step cannot be undone. */
  readonly undo: readonly string[] | null;
  readonly hazards: readonly Hazard[];
  /** Partitions whose rows it moves to others of the same table, which has them all, and columns whose values it deletes. What was counted there holds no longer. */
  readonly empties?: readonly ObjectRef[];
  /** Of a backfill: its one statement is `batchedUpdate` of these. */
  readonly batches?: Batches;
}

/** A step that only people can do: deploy code, rotate a secret, decide a meaning. */
export interface ManualStep {
  readonly is: "manual";
  readonly phase: Phase;
  readonly why: string;
  /** What to do, in full sentences. */
  readonly instruction: string;
  readonly hazards: readonly Hazard[];
}

export type FixStep = SqlStep | ManualStep;

export interface FixDraft {
  readonly title: string;
  /** `safe`: run it as it is. `review`: read the hazards first. `manual`: a person has to take part. */
  readonly safety: "safe" | "review" | "manual";
  /** Objects that the steps alter or drop: two fixes that share one are not run together. */
  readonly changes: readonly ObjectRef[];
  readonly steps: readonly [FixStep, ...FixStep[]];
}

/** A draft with what is derived from its steps. */
export interface Fix extends FixDraft {
  readonly reversible: boolean;
  /** Null when no step of the database's is in it. */
  readonly worstLock: LockMode | null;
}
