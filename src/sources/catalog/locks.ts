import { allRows, type Session } from "./session.ts";

/**
 * Relations that another session holds, or waits to hold, under ACCESS EXCLUSIVE. Functions such as pg_get_viewdef
 * lock what they describe: they would wait behind that session, and others would wait behind us.
 */
export async function lockedRelations(session: Session): Promise<ReadonlySet<number>> {
  const rows = await allRows<[number]>(
    session,
    "locks",
    `select distinct l.relation from pg_catalog.pg_locks l join pg_catalog.pg_database d on d.oid = l.database
     where d.datname = current_database() and l.locktype = 'relation' and l.mode = 'AccessExclusiveLock'
       and l.pid is distinct from pg_backend_pid()`,
  );
  return new Set(rows.map(([oid]) => oid));
}
