import type { StatementData, WorkloadData } from "../src/model/workload.ts";

/** A statement of which only the given parts matter. */
export function statementOf(sql: string, parts: Partial<StatementData> = {}): StatementData {
  return { fingerprint: sql, sql, calls: 1, timed: 1, totalMs: 1, maxMs: 1, rows: null, ...parts };
}

/** A workload of a log, of which only the given parts matter. */
export function workloadOf(statements: readonly StatementData[], parts: Partial<WorkloadData> = {}): WorkloadData {
  return {
    origin: "log",
    window: { since: "2026-01-01T00:00:00.000Z", until: "2026-01-02T00:00:00.000Z" },
    statements,
    sessions: { count: 1, pairs: [], bursts: [] },
    events: [],
    coverage: { sources: ["a.log"], bytes: 100, lines: 10, unknownLines: 0, unparsable: 0, dropped: null },
    ...parts,
  };
}
