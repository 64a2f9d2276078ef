import { allRows, type Session } from "./session.ts";

interface Counter {
  readonly scans: number;
  /** Null for an index. */
  readonly dead: number | null;
  readonly writes: number | null;
}

/** What the statistics collector counted, by the OID of a table, a materialized view or an index. */
export interface Counters {
  readonly since: string | null;
  readonly until: string;
  readonly blockSize: number;
  readonly of: ReadonlyMap<number, Counter>;
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** The functions behind pg_stat_user_tables: the view groups by table what is needed one by one. Of an index only the scans are of use. */
const SQL = `select c.oid, pg_stat_get_numscans(c.oid)::float8, case when c.relkind <> 'i' then pg_stat_get_dead_tuples(c.oid)::float8 end,
    case when c.relkind <> 'i' then
      (pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid))::float8 end
  from pg_catalog.pg_class c
  where c.relnamespace = any ($1::oid[]) and c.relkind = any ('{r,m,i}') and c.relpersistence <> 't'`;

export async function readCounters(session: Session, scope: string): Promise<Counters> {
  const windowRead = allRows<[string | null, string, number]>(
    session,
    "statistics-window",
    `select to_char(pg_stat_get_db_stat_reset_time(oid) at time zone 'UTC', ${INSTANT}), to_char(now() at time zone 'UTC', ${INSTANT}),
       current_setting('block_size')::int4
     from pg_catalog.pg_database where datname = current_database()`,
  );
  const rows = session.rows<[number, number, number | null, number | null]>("counters", SQL, [scope]);
  const [window] = await windowRead;
  const counters = new Map<number, Counter>();
  for await (const batch of rows) {
    for (const [oid, scans, dead, writes] of batch) counters.set(oid, { scans, dead, writes });
  }
  return { since: window?.[0] ?? null, until: window?.[1] ?? "", blockSize: window?.[2] ?? 8192, of: counters };
}
