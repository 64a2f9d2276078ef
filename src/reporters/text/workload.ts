import type { ReportedWorkload } from "../../contract/report.ts";
import { count, duration, grouped } from "../words.ts";

/** How much was asked, how much of it could be joined with the catalog, and what could not be read. */
export function workloadTexts(workload: ReportedWorkload | null): string[] {
  if (workload === null) return [];
  const { statements, calls, totalMs, coverage, origin } = workload;
  const { resolved, unresolved, unknownLines, lines, unparsable, dropped } = coverage;
  return [
    `${count(calls, "call")} of ${count(statements, "statement")}, ${duration(totalMs)} in total, from ${ORIGINS[origin]}`,
    unresolved.calls === 0
      ? "all of them were joined with the catalog"
      : `joined with the catalog: ${count(resolved.calls, "call")}, ${duration(resolved.ms)}; not joined: ${count(unresolved.calls, "call")}, ${duration(unresolved.ms)}`,
    ...(unparsable === 0 ? [] : [`${count(unparsable, "call")} of statements that could not be read`]),
    ...(unknownLines === 0 ? [] : [`${grouped(unknownLines)} of ${count(lines, "line")} of no known form`]),
    ...(dropped === null || dropped === 0 ? [] : [`${count(dropped, "time")} pg_stat_statements threw away its least used entries`]),
  ];
}

const ORIGINS: Readonly<Record<ReportedWorkload["origin"], string>> = {
  log: "server logs",
  pg_stat_statements: "pg_stat_statements",
  both: "server logs and pg_stat_statements",
};
