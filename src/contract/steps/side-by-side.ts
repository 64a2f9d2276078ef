import { type FixStep, PHASES } from "../fix.ts";

/**
 * Plans that do not touch each other, as one. Each keeps its order, and they wait for people together: within a phase,
 * what comes after the first gate of each comes after the first gates of all.
 */
export function sideBySide(plans: readonly (readonly FixStep[])[]): FixStep[] {
  return PHASES.flatMap((phase) => {
    const cuts = plans.map((plan) => cutAtGates(plan.filter((step) => step.phase === phase)));
    const parts = Math.max(0, ...cuts.map((cut) => cut.length));
    return Array.from({ length: parts }, (_, at) => {
      const steps = cuts.flatMap((cut) => cut[at] ?? []);
      return [...steps.filter((step) => step.is === "manual"), ...steps.filter((step) => step.is === "sql")];
    }).flat();
  });
}

/** Part n begins with the gates that stand before its steps; the first has none. */
function cutAtGates(steps: readonly FixStep[]): FixStep[][] {
  const parts: FixStep[][] = [[]];
  for (const [n, step] of steps.entries()) {
    const opens = step.is === "manual" && (n === 0 || steps[n - 1]?.is === "sql");
    if (opens) parts.push([]);
    parts.at(-1)?.push(step);
  }
  return parts;
}
