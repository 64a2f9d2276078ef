import type { Catalog, Table } from "../model/catalog.ts";
import type { Statement, Workload, WorkloadData } from "../model/workload.ts";

/** PostgreSQL's own parser: the tree of one normalised statement. Throws on what does not parse. */
export type Parse = (sql: string) => unknown;

/** Joins what was asked with what is there. */
export function linkWorkload(data: WorkloadData, _catalog: Catalog, _parse: Parse): Workload {
  const statements = data.statements.map(
    (item): Statement =>
      Object.freeze({
        ...item,
        kind: "statement",
        path: [item.fingerprint] as const,
        command: "other",
        limited: false,
        offset: false,
        oneRow: false,
        accesses: [],
        resolved: false,
      }),
  );
  const byFingerprint = new Map(statements.map((statement) => [statement.fingerprint, statement]));
  const byTable = new Map<Table, Statement[]>();
  return Object.freeze({
    origin: data.origin,
    window: data.window,
    statements,
    totalMs: statements.reduce((total, { totalMs }) => total + totalMs, 0),
    sessions: data.sessions,
    events: data.events,
    coverage: { ...data.coverage, resolved: { calls: 0, ms: 0 }, unresolved: { calls: 0, ms: 0 } },
    touching: (table: Table) => byTable.get(table) ?? [],
    statement: (fingerprint: string) => byFingerprint.get(fingerprint),
  });
}
