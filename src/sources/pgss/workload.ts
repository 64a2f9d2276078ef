import { compareText } from "../../model/reference.ts";
import type { StatementData, WorkloadData } from "../../model/workload.ts";
import { type NormalisedStatement, normalise, type SqlReader, UNPARSABLE } from "../../workload/normalise.ts";
import { INSUFFICIENT_PRIVILEGE, type StatStatementsRow } from "./row.ts";

export interface Origin {
  /** The server or the file. */
  readonly source: string;
  readonly since: string | null;
  readonly until: string;
  readonly dropped: number | null;
  readonly bytes: number;
  readonly lines: number;
  readonly unknownLines: number;
}

/**
 * Entries as a workload. What this role may not see stays among the statements by its cost:
 * a report that left it out would give shares of too small a whole.
 */
export function statStatementsWorkload(rows: readonly StatStatementsRow[], origin: Origin, reader: SqlReader): WorkloadData {
  const statements = new Map<string, StatementData>();
  let unparsable = 0;
  for (const row of rows) {
    const { fingerprint, sql, parses, control } = read(row.query, reader);
    if (!parses && !control) unparsable += row.calls;
    statements.set(fingerprint, added(statements.get(fingerprint), fingerprint, sql, row));
  }
  const { source, since, until, dropped, bytes, lines, unknownLines } = origin;
  return {
    origin: "pg_stat_statements",
    window: { since, until },
    statements: [...statements.values()].sort(
      (a, b) => b.totalMs - a.totalMs || b.calls - a.calls || compareText(a.fingerprint, b.fingerprint),
    ),
    sessions: { count: 0, pairs: [], bursts: [] },
    events: [],
    coverage: { sources: [source], bytes, lines, unknownLines, unparsable, dropped },
  };
}

/** An entry is one statement; what was sent together with it has an entry of its own. */
function read(query: string | null, reader: SqlReader): Omit<NormalisedStatement, "transaction"> {
  const statement = query === null || query === INSUFFICIENT_PRIVILEGE ? undefined : normalise(query, reader)[0];
  if (statement !== undefined) return statement;
  const sql = query === INSUFFICIENT_PRIVILEGE ? INSUFFICIENT_PRIVILEGE : UNPARSABLE;
  return { fingerprint: sql, sql, parses: false, control: false };
}

/** One statement has an entry for each role that called it, and one for each text with the same meaning. */
function added(before: StatementData | undefined, fingerprint: string, sql: string, row: StatStatementsRow): StatementData {
  return {
    fingerprint,
    sql: before?.sql ?? sql,
    calls: (before?.calls ?? 0) + row.calls,
    timed: (before?.timed ?? 0) + row.calls,
    totalMs: (before?.totalMs ?? 0) + row.totalMs,
    maxMs: Math.max(before?.maxMs ?? 0, row.maxMs),
    rows: (before?.rows ?? 0) + row.rows,
  };
}
