import type { StatementData, WorkloadData } from "../model/workload.ts";
import { inOrder, isShorter, mergeWorkloads } from "./merge.ts";

/**
 * Everything that was read, as one workload. Logs are summed, and so are statistics; but a log and pg_stat_statements of
 * one time count the same executions: of each statement the larger count holds. Throws when there is none.
 */
export function together(list: readonly WorkloadData[]): WorkloadData {
  const statistics = list.filter(({ origin }) => origin === "pg_stat_statements");
  const logs = list.filter(({ origin }) => origin !== "pg_stat_statements");
  if (statistics.length === 0 || logs.length === 0) return mergeWorkloads(list);
  const [log, counted] = [mergeWorkloads(logs), mergeWorkloads(statistics)];
  return overlap(log.window, counted.window) ? beside(log, counted) : mergeWorkloads([log, counted]);
}

/** A beginning that nobody knows may be long ago. */
function overlap(a: WorkloadData["window"], b: WorkloadData["window"]): boolean {
  return (a.since ?? "") <= b.until && (b.since ?? "") <= a.until;
}

function beside(log: WorkloadData, counted: WorkloadData): WorkloadData {
  const known = new Map(counted.statements.map((statement) => [statement.fingerprint, statement]));
  const inLog = new Set(log.statements.map(({ fingerprint }) => fingerprint));
  const sum = mergeWorkloads([log, counted]);
  return inOrder({
    ...sum,
    statements: [
      ...log.statements.map((statement) => larger(statement, known.get(statement.fingerprint))),
      ...counted.statements.filter(({ fingerprint }) => !inLog.has(fingerprint)),
    ],
    coverage: {
      ...sum.coverage,
      unparsable: Math.max(log.coverage.unparsable, counted.coverage.unparsable),
      dropped: counted.coverage.dropped,
    },
  });
}

function larger(log: StatementData, counted: StatementData | undefined): StatementData {
  if (counted === undefined) return log;
  const { calls, timed, totalMs } = counted.calls > log.calls || log.timed === 0 ? counted : log;
  return {
    ...log,
    sql: isShorter(counted.sql, log.sql) ? counted.sql : log.sql,
    calls: Math.max(calls, log.calls),
    timed,
    totalMs,
    maxMs: Math.max(log.maxMs, counted.maxMs),
    rows: counted.rows ?? log.rows,
  };
}
