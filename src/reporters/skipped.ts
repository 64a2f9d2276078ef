import type { RuleRun } from "../contract/report.ts";

export interface Skipped {
  readonly reason: string;
  readonly ids: readonly string[];
}

/** Rules that miss the same thing are named together. */
export function skippedByReason(runs: readonly RuleRun[]): Skipped[] {
  const byReason = new Map<string, string[]>();
  for (const { rule, status, reason } of runs) {
    if (status === "skipped" && reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), rule.id]);
  }
  return [...byReason].map(([reason, ids]) => ({ reason, ids }));
}
