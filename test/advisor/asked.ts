import { type LinkedSnapshot, linkSnapshot } from "../../src/audit.ts";
import type { StatsData, TableStatsData } from "../../src/model/snapshot.ts";
import type { StatementData, WorkloadData } from "../../src/model/workload.ts";
import { loadGrammar } from "../../src/sources/sql-reader.ts";
import type { TestDatabase } from "../../src/testing/database.ts";

/** A statement, how often it was called, and how long that took: `[sql, calls, milliseconds]`. */
export type Asked = readonly [sql: string, calls: number, ms: number];

/** The database that the SQL makes, asked these statements; `stats` as a server counts them. */
export async function askedDatabase(
  db: TestDatabase,
  sql: string,
  asked: readonly Asked[],
  stats: readonly TableStatsData[] | null = null,
): Promise<LinkedSnapshot> {
  await db.reset();
  await db.run(sql);
  const grammar = await loadGrammar();
  const statements = asked.map(
    ([text, calls, totalMs]): StatementData => ({
      fingerprint: grammar.fingerprint(text),
      sql: text,
      calls,
      timed: calls,
      totalMs,
      maxMs: totalMs,
      rows: null,
    }),
  );
  const window = { since: "2026-01-01T00:00:00Z", until: "2026-01-02T00:00:00Z" };
  const workload: WorkloadData = {
    origin: "log",
    window,
    statements,
    sessions: { count: 0, pairs: [], bursts: [] },
    events: [],
    coverage: { sources: ["test"], bytes: 0, lines: 0, unknownLines: 0, unparsable: 0, dropped: null },
  };
  const counted: StatsData | null = stats === null ? null : { window, standbysIncluded: true, tables: stats, sequences: [] };
  return linkSnapshot({ ...(await db.snapshot()), workload, stats: counted }, grammar.parse);
}

/** `distinct` of each column; the rest as a server would count it. */
export function counted(
  name: string,
  rows: number,
  distinct: Readonly<Record<string, number>>,
  parts: Partial<TableStatsData> = {},
): TableStatsData {
  return {
    schema: "public",
    name,
    rows,
    bytes: rows * 100,
    deadRows: 0,
    seqScans: null,
    writes: null,
    columns: Object.entries(distinct).map(([column, value]) => ({
      name: column,
      nullFraction: 0,
      distinct: value,
      correlation: 0,
      width: 8,
    })),
    indexes: [],
    ...parts,
  };
}
