import type { Statement, StatementData, Workload } from "../../model/workload.ts";

/** Characters of a statement that tell it from others in a sentence. */
const SHORT = 80;

/** On one line, cut where a sentence would drown in it. */
export function shortStatement({ sql }: Pick<StatementData, "sql">, most = SHORT): string {
  const line = sql.replace(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  return `${[...line].slice(0, most - 2).join("")} …`;
}

export function callsOf(statements: readonly StatementData[]): number {
  return statements.reduce((sum, { calls }) => sum + calls, 0);
}

export function timeOf(statements: readonly StatementData[]): number {
  return statements.reduce((sum, { totalMs }) => sum + totalMs, 0);
}

/** Milliseconds of one execution; null when no duration is known. */
export function meanOf({ timed, totalMs }: StatementData): number | null {
  return timed === 0 ? null : totalMs / timed;
}

/** Percent of the time of all statements, with one decimal; null when no duration is known. */
export function percentOfTime(statements: readonly StatementData[], workload: Pick<Workload, "totalMs">): number | null {
  return workload.totalMs === 0 ? null : Math.round((timeOf(statements) * 1000) / workload.totalMs) / 10;
}

/** The costliest first; of equal ones, the most frequent. */
export function byCost(statements: readonly Statement[]): Statement[] {
  return statements.toSorted((a, b) => b.totalMs - a.totalMs || b.calls - a.calls);
}

/** Milliseconds as a report shows them: whole, and with decimals where they are few. */
export function roundedMs(ms: number): number {
  return ms < 10 ? Math.round(ms * 100) / 100 : ms < 100 ? Math.round(ms * 10) / 10 : Math.round(ms);
}
