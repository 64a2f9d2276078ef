import type pg from "pg";
import type { Session } from "../catalog/session.ts";
import { clientSession, execute } from "./client-session.ts";
import { product } from "./product.ts";

/** What a role, a database or a pooler may have set otherwise. */
const SETTINGS = {
  search_path: "pg_catalog",
  statement_timeout: "30s",
  lock_timeout: "1s",
  idle_in_transaction_session_timeout: "60s",
  jit: "off",
  timezone: "UTC",
  datestyle: "ISO",
  intervalstyle: "iso_8601",
  extra_float_digits: "1",
  bytea_output: "hex",
  standard_conforming_strings: "on",
  quote_all_identifiers: "off",
  row_security: "on",
};

/** `true` is what SET LOCAL is: nothing is left behind for the next user of a pooled session. One round trip for all. */
const SET = `select ${Object.entries(SETTINGS)
  .map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`)
  .join(", ")}`;

/** One state for all queries, or the newest state for each: the second holds back neither vacuum nor concurrent index builds. */
export type Isolation = "repeatable read" | "read committed";

/** Runs work in a read-only transaction of its own, and ends it as soon as the work is done. */
export async function readOnly<T>(
  client: pg.Client,
  isolation: Isolation,
  signal: AbortSignal,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await execute(client, "begin", `begin isolation level ${isolation} read only`);
  try {
    // Once a query has run, the transaction can no longer be made read-write. Names are qualified: search_path is not ours yet.
    const [row] = await execute(client, "server-version", "select pg_catalog.version(), pg_catalog.current_setting('server_version_num')");
    const version = product(String(row?.[0]), Number(row?.[1]));
    await execute(client, "settings", SET);
    const value = await work(clientSession(client, version, signal));
    await execute(client, "commit", "commit");
    return value;
  } catch (error) {
    await execute(client, "rollback", "rollback").catch(() => {});
    throw error;
  }
}
