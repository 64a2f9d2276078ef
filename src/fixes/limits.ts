import type { FixStep, Hazard } from "../contract/fix.ts";
import { LOCK_MODES, type LockMode } from "../facts/lock.ts";

export interface Limits {
  /** No stronger lock on any table. */
  readonly maxLock?: LockMode;
  /** Only these hazards. */
  readonly hazards?: readonly Hazard[];
}

/** For each step, why it is not to be run; after the first such step nothing of the fix is. */
export function refusalsOf(steps: readonly FixStep[], limits: Limits): readonly (string | null)[] {
  let first: number | undefined;
  return steps.map((step, at) => {
    if (first !== undefined) return `it comes after step ${first} of its fix, which is not allowed`;
    const reason = against(step, limits);
    if (reason !== null) first = at + 1;
    return reason;
  });
}

function against(step: FixStep, { maxLock, hazards }: Limits): string | null {
  const hazard = hazards === undefined ? undefined : step.hazards.find((each) => !hazards.includes(each));
  if (hazard !== undefined) return `it ${PHRASE[hazard]}, which --allow-hazards does not list`;
  if (maxLock === undefined || step.is === "manual") return null;
  const lock = step.locks.find(({ mode }) => LOCK_MODES.indexOf(mode) > LOCK_MODES.indexOf(maxLock));
  return lock === undefined ? null : `it takes ${lock.mode} on ${lock.on.path.join(".")}, and --max-lock is ${maxLock}`;
}

const PHRASE: Readonly<Record<Hazard, string>> = {
  "deletes data": "deletes data",
  "rewrites table": "rewrites a table",
  "blocks writes": "blocks writes",
  "blocks reads": "blocks reads",
  "breaks clients": "can break clients",
  "needs deploy": "needs a deploy",
  "slows database": "slows the database down",
};
