import type { ManualStep, SqlStep } from "../../contract/fix.ts";
import type { PlannedFix } from "../plan.ts";

/** What one fix does in one part of the file. */
export interface Portion {
  readonly planned: PlannedFix;
  /** The place of the fix in the plan, from 1. */
  readonly number: number;
  /** What people do before this portion. */
  readonly gate: readonly ManualStep[];
  readonly steps: readonly NumberedStep[];
  /** What people do at the very end of the fix. */
  readonly after: readonly ManualStep[];
}

export interface NumberedStep {
  readonly step: SqlStep;
  /** The place among all steps of the fix, from 1. */
  readonly number: number;
}

/** Part n holds, for every fix, what comes after its first n - 1 gates. The first part waits for nobody. */
export function partsOf(fixes: readonly PlannedFix[]): readonly (readonly Portion[])[] {
  const parts: Portion[][] = [];
  for (const [n, planned] of fixes.entries()) {
    for (const [part, portion] of portionsOf(planned.fix.steps).entries()) {
      parts[part] ??= [];
      const empty = portion.gate.length + portion.steps.length + portion.after.length === 0;
      if (!empty) parts[part].push({ planned, number: n + 1, ...portion });
    }
  }
  return parts;
}

type Cut = Pick<Portion, "gate" | "steps" | "after">;

function portionsOf(steps: PlannedFix["fix"]["steps"]): Cut[] {
  const done: Cut[] = [];
  let gate: ManualStep[] = [];
  let run: NumberedStep[] = [];
  for (const [n, step] of steps.entries()) {
    if (step.is === "sql") {
      run.push({ step, number: n + 1 });
      continue;
    }
    const opensPart = run.length > 0 || (done.length === 0 && gate.length === 0);
    if (opensPart) {
      done.push({ gate, steps: run, after: [] });
      gate = [];
      run = [];
    }
    gate.push(step);
  }
  if (run.length > 0) return [...done, { gate, steps: run, after: [] }];
  // Nothing is run after the last manual steps: they are no gate.
  const last = done.pop() ?? { gate: [], steps: [] };
  return [...done, { ...last, after: gate }];
}
