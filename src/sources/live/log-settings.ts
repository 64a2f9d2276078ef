import type { Settings } from "../../model/data.ts";
import { allRows, type Session } from "../catalog/session.ts";

/** What decides how much of its workload a server shows, and how its log has to be read. */
const NAMES = [
  "auto_explain.log_analyze",
  "auto_explain.log_min_duration",
  "auto_explain.log_nested_statements",
  "log_destination",
  "log_duration",
  "log_line_prefix",
  "log_lock_waits",
  "log_min_duration_sample",
  "log_min_duration_statement",
  "log_statement",
  "log_temp_files",
  "logging_collector",
  "pg_stat_statements.max",
  "pg_stat_statements.track",
];

/**
 * Settings for logging, as sessions like this one have them, and the search_path of the database:
 * the role that reads is seldom the one that asks, and its own says nothing.
 */
export async function readLogSettings(session: Session): Promise<Settings> {
  const rows = await allRows<[string, string]>(
    session,
    "log-settings",
    `select name, reset_val from pg_catalog.pg_settings where name = any ('{${NAMES.join(",")}}')
     union all
     select 'search_path', coalesce(
       (select substr(item, 13)
        from pg_catalog.pg_db_role_setting s join pg_catalog.pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) item
        where s.setrole = 0 and d.datname = current_database() and item like 'search\\_path=%'),
       (select boot_val from pg_catalog.pg_settings where name = 'search_path'))
     order by 1`,
  );
  return Object.fromEntries(rows);
}
