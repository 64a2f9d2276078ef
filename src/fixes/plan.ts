import type { Finding } from "../contract/finding.ts";
import type { Phase } from "../contract/fix.ts";
import type { TableStatsData } from "../model/snapshot.ts";
import { type Candidate, choose } from "./choose.ts";
import { estimate, type Sizes } from "./estimate.ts";
import type { Limits } from "./limits.ts";
import type { Plan, PlannedFix, PlannedStep } from "./planned.ts";
import { stagesOf } from "./stages.ts";
import { type Tuning, tuned } from "./tune.ts";

export interface PlanOptions extends Limits, Tuning {
  /** Only steps of these phases. */
  readonly phases?: readonly Phase[];
  /** What the server counted: steps then say what they take. */
  readonly tables?: readonly TableStatsData[] | null;
}

/** The fixes of many findings as one plan: what collides is kept apart, what is alike is done together. */
export function planFixes(findings: readonly Finding[], options: PlanOptions = {}): Plan {
  return planRound(findings, options, EMPTY);
}

/**
 * The plan, and after it the fixes of findings that were made for the schema that it leaves. What the plan deferred is
 * in those findings again, or is gone.
 */
export function followedBy(plan: Plan, findings: readonly Finding[], options: PlanOptions = {}): Plan {
  return { ...planRound(findings, options, plan), withoutFix: plan.withoutFix };
}

const EMPTY: Plan = { fixes: [], stages: [], deferred: [], withoutFix: [], phases: null, proof: null };

function planRound(findings: readonly Finding[], options: PlanOptions, before: Plan): Plan {
  const { chosen, deferred } = choose(
    findings.flatMap((finding): Candidate[] => (finding.fix === null ? [] : [{ finding, fix: finding.fix }])),
  );
  const sizes: Sizes | null =
    options.tables == null ? null : new Map(options.tables.map((each) => [JSON.stringify([each.schema, each.name]), each]));
  const round = (before.fixes.at(-1)?.round ?? 0) + 1;
  const fixes = chosen.map(
    ({ finding, fix }, at): PlannedFix => ({
      finding,
      fix: {
        ...fix,
        steps: fix.steps.map((step) => (step.is === "sql" ? tuned(step, options, sizes) : step)) as unknown as PlannedFix["fix"]["steps"],
      },
      number: before.fixes.length + at + 1,
      round,
    }),
  );
  let number = before.stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  const stages = [...before.stages];
  for (const { gates, afterwards, steps: loose } of stagesOf(fixes, options)) {
    const steps = loose.map((each): PlannedStep => {
      number += 1;
      return { ...each, number, estimate: estimate(each.step, sizes) };
    });
    const last = stages.at(-1);
    // What waits for nobody goes on where the round before ends.
    if (last === undefined || gates.length > 0) stages.push({ number: stages.length + 1, gates, steps, afterwards });
    else stages[stages.length - 1] = { ...last, steps: [...last.steps, ...steps], afterwards: [...last.afterwards, ...afterwards] };
  }
  return {
    fixes: [...before.fixes, ...fixes],
    stages,
    deferred,
    withoutFix: findings.filter((finding) => finding.fix === null),
    phases: options.phases ?? null,
    proof: before.proof,
  };
}
