import type { Workload } from "../../model/workload.ts";
import { countedDays } from "../counted-days.ts";

/** A log that begins at some duration holds no statement that is faster. */
const FAST_MS = 5;

/**
 * Days over which the workload was seen whole, so that what is not in it was not asked; null when it may not be whole:
 * names that could not be resolved, statements that were thrown away, or a log of slow statements only.
 */
export function wholeDays(workload: Workload, leastPercent: number): number | null {
  const { coverage, statements, window } = workload;
  const calls = coverage.resolved.calls + coverage.unresolved.calls;
  if (calls === 0 || coverage.resolved.calls * 100 < leastPercent * calls) return null;
  if ((coverage.dropped ?? 0) > 0) return null;
  if (statements.every(({ timed, totalMs }) => timed > 0 && totalMs / timed > FAST_MS)) return null;
  return countedDays(window);
}
