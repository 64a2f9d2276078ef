import { ident, qualified } from "../../facts/identifier.ts";
import type { Gap } from "../../model/snapshot.ts";
import { allRows, type Session } from "../catalog/session.ts";
import { columnOf, type StatStatementsRow } from "./row.ts";

/** Bytes; a longer text is a bulk load more often than a question. */
const LONGEST_QUERY = 100_000;

export interface StatStatementsRead {
  readonly rows: readonly StatStatementsRow[];
  /** ISO 8601; null when it is not known. */
  readonly since: string | null;
  readonly until: string;
  /** Entries that made room for others since the last reset; null before PostgreSQL 14, which does not count them. */
  readonly deallocated: number | null;
  /** Statements inside functions, which are left out: their time is in the statement that called. */
  readonly nested: number;
}

type Found = readonly [name: string, schema: string, columns: readonly string[]];
type Entry = readonly [query: string | null, calls: number, total: number, max: number, rows: number, toplevel: boolean];

/** What `pg_stat_statements` has for the current database, or why it has nothing. */
export async function readStatStatements(session: Session): Promise<StatStatementsRead | Gap> {
  const attempt = await session.attempt(() => read(session));
  if (attempt.ok) return attempt.value;
  return gap(REASONS[attempt.sqlstate ?? ""] ?? `the server refused (SQLSTATE ${attempt.sqlstate ?? "unknown"})`);
}

async function read(session: Session): Promise<StatStatementsRead | Gap> {
  const found = await allRows<Found>(session, "pg-stat-statements-views", VIEWS);
  const view = found.find(([name]) => name === "pg_stat_statements");
  if (view === undefined) return gap("the extension is not installed in this database");
  const info = found.find(([name]) => name === "pg_stat_statements_info");
  const [first] = await allRows<[string, string | null, number | null]>(session, "pg-stat-statements-info", sinceQuery(info));
  const entries = await allRows<Entry>(session, "pg-stat-statements", entriesQuery(view));
  const rows = entries.filter(([, , , , , toplevel]) => toplevel);
  return {
    rows: rows.map(([query, calls, totalMs, maxMs, count]) => ({ query, calls, totalMs, maxMs, rows: count })),
    until: first?.[0] ?? "",
    since: first?.[1] ?? null,
    deallocated: first?.[2] ?? null,
    nested: entries.length - rows.length,
  };
}

/** The extension can be in any schema, and a server that was upgraded can still have an old version of it. */
const VIEWS = `
  select c.relname::text, n.nspname::text,
    array(select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
  from pg_catalog.pg_extension e
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_extension'::regclass and d.refobjid = e.oid
    and d.classid = 'pg_catalog.pg_class'::regclass and d.deptype = 'e'
  join pg_catalog.pg_class c on c.oid = d.objid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where e.extname = 'pg_stat_statements'`;

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** PostgreSQL 14 has a view of its own for the reset and the deallocations. */
function sinceQuery(info: Found | undefined): string {
  const now = `to_char(now(), ${ISO})`;
  return info === undefined
    ? `select ${now}, null::text, null::float8`
    : `select ${now}, to_char(stats_reset, ${ISO}), dealloc::float8 from ${qualified([info[1], info[0]])}`;
}

function entriesQuery([name, schema, columns]: Found): string {
  const number = (column: string | undefined) => (column === undefined ? "0::float8" : `s.${ident(column)}::float8`);
  return `
    select case when octet_length(s.query) <= ${LONGEST_QUERY} then s.query end,
      ${number(columnOf(columns, "calls"))}, ${number(columnOf(columns, "totalMs"))}, ${number(columnOf(columns, "maxMs"))},
      ${number(columnOf(columns, "rows"))}, ${columns.includes("toplevel") ? "s.toplevel" : "true"}
    from ${qualified([schema, name])} s
    where s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
      and coalesce(s.query, '') !~ '^\\w+ /[*] pgassay:'`;
}

function gap(reason: string): Gap {
  return { what: "statistics", subject: "pg_stat_statements", reason, at: null, affects: [] };
}

const REASONS: Readonly<Record<string, string>> = {
  "42501": "this role may not read it",
  "55000": "the extension is installed, but the server did not load it: shared_preload_libraries does not name it",
};
