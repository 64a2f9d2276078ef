import type { ReportedStatement, ReportedWorkload } from "../contract/report.ts";
import type { Table } from "../model/catalog.ts";
import type { Statement, Workload } from "../model/workload.ts";

const TOP = 20;

/** What a report shows of a workload. */
export function reportedWorkload(workload: Workload, tables: readonly Table[]): ReportedWorkload {
  const { origin, window, statements, totalMs, coverage } = workload;
  return {
    origin,
    window,
    statements: statements.length,
    calls: callsOf(statements),
    totalMs,
    sessions: workload.sessions.count,
    coverage,
    top: statements.slice(0, TOP).map(reportedStatement),
    tables: tables
      .flatMap((table) => {
        const touching = workload.touching(table);
        if (touching.length === 0) return [];
        return [{ path: table.path, statements: touching.length, calls: callsOf(touching), totalMs: sum(touching, (one) => one.totalMs) }];
      })
      // A sort is stable: tables of equal time stay in the catalog's order.
      .sort((a, b) => b.totalMs - a.totalMs || b.calls - a.calls),
  };
}

function reportedStatement({ fingerprint, sql, calls, timed, totalMs, maxMs, rows, resolved }: Statement): ReportedStatement {
  return { fingerprint, sql, calls, totalMs, meanMs: timed === 0 ? null : totalMs / timed, maxMs, rows, resolved };
}

function callsOf(statements: readonly Statement[]): number {
  return sum(statements, ({ calls }) => calls);
}

function sum<T>(items: readonly T[], size: (item: T) => number): number {
  return items.reduce((total, item) => total + size(item), 0);
}
