import { byCost, callsOf, percentOfTime, roundedMs, shortStatement, timeOf } from "../facts/workload/asked.ts";
import type { Statement, Workload } from "../model/workload.ts";
import type { Evidence } from "./finding.ts";

/** Of many statements, so many are shown. */
const SHOWN = 5;
const LONGEST = 2_000;

/** What the statements cost together, and the costliest of them as they were asked. */
export function askedEvidence(statements: readonly Statement[], workload: Workload): Evidence[] {
  const from = workload.origin === "both" ? "the log and pg_stat_statements" : workload.origin === "log" ? "the log" : "pg_stat_statements";
  const seen = { from, window: workload.window };
  const percent = percentOfTime(statements, workload);
  return [
    { label: "calls", value: callsOf(statements), unit: "calls", ...seen },
    ...(percent === null
      ? []
      : [
          { label: "total time", value: roundedMs(timeOf(statements)), unit: "ms", ...seen } as const,
          { label: "share of all time", value: percent, unit: "percent", ...seen } as const,
        ]),
    ...statementEvidence(statements, from),
  ];
}

export function statementEvidence(statements: readonly Statement[], from: string): Evidence[] {
  return byCost(statements)
    .slice(0, SHOWN)
    .map((statement) => ({ label: `statement ${statement.fingerprint}`, value: shortStatement(statement, LONGEST), from }));
}
