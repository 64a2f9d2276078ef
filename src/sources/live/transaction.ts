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
  // Workers that others may need, for queries that are over before the workers have started.
  max_parallel_workers_per_gather: "0",
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
  try {
    // Once a query has run, the transaction can no longer be made read-write. Names are qualified: search_path is not ours yet.
    const [begun, asked, set] = await Promise.allSettled([
      execute(client, "begin", `begin isolation level ${isolation} read only`),
      execute(client, "server-version", "select pg_catalog.version(), pg_catalog.current_setting('server_version_num')"),
      execute(client, "settings", SET),
    ]);
    answerOf(begun);
    const [row] = answerOf(asked);
    const version = product(String(row?.[0]), Number(row?.[1]));
    // Looked at last: another product may not know a setting, and that it is another one says more.
    answerOf(set);
    const value = await work(clientSession(client, version, signal));
    await execute(client, "commit", "commit");
    return value;
  } catch (error) {
    await execute(client, "rollback", "rollback").catch(() => {});
    throw error;
  }
}

function answerOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === "rejected") throw settled.reason;
  return settled.value;
}
