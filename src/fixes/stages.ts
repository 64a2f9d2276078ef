import { type ManualStep, PHASES, type SqlStep } from "../contract/fix.ts";
import { refusalsOf } from "./limits.ts";
import { mergeSteps } from "./merge.ts";
import type { PlanOptions } from "./plan.ts";
import type { Gate, PlannedFix, PlannedStep, Stage, StepOrigin } from "./planned.ts";

/** A step before it has its number in the plan. */
export type Loose = Omit<PlannedStep, "number" | "estimate">;

type Unnumbered = Omit<Stage, "number" | "steps"> & { readonly steps: readonly Loose[] };

/**
 * Stage n holds, for every fix, what comes after its first n - 1 gates: the first waits for nobody. Within a stage the
 * phases follow each other, so that what only adds comes first, and each table has its steps together.
 */
export function stagesOf(fixes: readonly PlannedFix[], options: PlanOptions): readonly Unnumbered[] {
  const stages: { gates: Gate[]; chains: Loose[][]; afterwards: Gate[] }[] = [];
  for (const planned of fixes) {
    const refused = refusalsOf(planned.fix.steps, options);
    for (const [at, { gates, steps, afterwards }] of cutAtGates(planned).entries()) {
      stages[at] ??= { gates: [], chains: [], afterwards: [] };
      stages[at].gates.push(...gates);
      stages[at].afterwards.push(...afterwards);
      const wanted = steps.filter(({ step }) => options.phases?.includes(step.phase) !== false);
      stages[at].chains.push(wanted.map(({ step, of }) => ({ step, of: [of], refused: refused[of.number - 1] ?? null })));
    }
  }
  return stages.map(({ gates, chains, afterwards }) => ({
    gates,
    afterwards,
    steps: PHASES.flatMap((phase) => mergeSteps(chains.map((chain) => chain.filter(({ step }) => step.phase === phase)))),
  }));
}

interface Cut {
  readonly gates: readonly Gate[];
  readonly steps: readonly { readonly step: SqlStep; readonly of: StepOrigin }[];
  readonly afterwards: readonly Gate[];
}

function cutAtGates(planned: PlannedFix): Cut[] {
  const done: Cut[] = [];
  let gates: Gate[] = [];
  let steps: { step: SqlStep; of: StepOrigin }[] = [];
  for (const [n, step] of planned.fix.steps.entries()) {
    const of = { planned, number: n + 1 };
    if (step.is === "sql") {
      steps.push({ step, of });
      continue;
    }
    // The first stage waits for nobody: a fix that begins with a gate begins in the second.
    if (steps.length > 0 || (done.length === 0 && gates.length === 0)) {
      done.push({ gates, steps, afterwards: [] });
      [gates, steps] = [[], []];
    }
    gates.push({ step: step satisfies ManualStep, of });
  }
  if (steps.length > 0) return [...done, { gates, steps, afterwards: [] }];
  // Nothing is run after the last manual steps: they are no gate.
  const last = done.pop() ?? { gates: [], steps: [] };
  return [...done, { ...last, afterwards: gates }];
}
