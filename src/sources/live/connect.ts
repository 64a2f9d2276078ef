import { isIP } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { ConnectionOptions } from "node:tls";
import pg from "pg";
import { PgassayError } from "../../model/failure.ts";
import { marked } from "../catalog/session.ts";
import type { ConnectionTarget, TargetHost } from "../connection/target.ts";
import { tlsAttempts } from "../connection/tls.ts";
import { connectionFailure, sqlstateOf } from "./failures.ts";

/** Milliseconds between tries while the server is starting up. */
const STARTING = [500, 1_000, 2_000];

/**
 * Connects to the first host that answers and is what the target asks for. The startup packet holds the user,
 * the database and application_name: a pooler refuses everything else.
 */
export async function connect(target: ConnectionTarget, applicationName: string, signal: AbortSignal): Promise<pg.Client> {
  let failure: PgassayError | null = null;
  // `prefer-standby` is content with any server once no standby was found.
  const rounds = target.sessionAttributes === "prefer-standby" ? (["standby", "any"] as const) : ([target.sessionAttributes] as const);
  for (const wanted of rounds) {
    for (const host of target.hosts) {
      try {
        const client = await connectTo(target, host, applicationName, signal);
        if (await isWanted(client, wanted)) return client;
        await client.end();
        failure = new PgassayError({
          what: `No server of ${target.name} is ${wanted}`,
          why: "the servers that answered are not what target_session_attrs asks for",
          next: "Check target_session_attrs and the hosts.",
        });
      } catch (error) {
        signal.throwIfAborted();
        failure = connectionFailure(`Cannot connect to ${target.name}`, error);
      }
    }
  }
  throw failure ?? new Error("a target without hosts");
}

async function connectTo(target: ConnectionTarget, host: TargetHost, applicationName: string, signal: AbortSignal): Promise<pg.Client> {
  let failure: unknown;
  for (const ssl of tlsAttempts(host.tls, host.host)) {
    for (const wait of [...STARTING, null]) {
      signal.throwIfAborted();
      try {
        return await open(target, host, ssl, applicationName, signal);
      } catch (error) {
        failure = error;
        if (sqlstateOf(error) !== "57P03" || wait === null) break;
        await pause(wait, undefined, { signal });
      }
    }
    if (!worthAnotherWay(failure)) break;
  }
  throw failure;
}

async function open(
  target: ConnectionTarget,
  host: TargetHost,
  ssl: ConnectionOptions | false,
  applicationName: string,
  signal: AbortSignal,
): Promise<pg.Client> {
  const client = new pg.Client({
    host: host.address ?? host.host,
    port: host.port,
    user: target.user,
    database: target.database,
    // A string keeps the driver from looking into the environment and into files itself.
    password: host.password?.reveal() ?? "",
    ssl: ssl === false ? false : { ...ssl, host: host.host, ...(isIP(host.host) === 0 ? { servername: host.host } : {}) },
    application_name: applicationName,
    connectionTimeoutMillis: target.connectTimeout,
    keepAlive: true,
    // A query is sent before the one ahead of it is answered. Each still has a Sync of its own.
    pipeline: true,
  });
  // Without a listener, a server that ends the session would end the process.
  client.on("error", () => {});
  const stop = () => void client.end().catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    stop();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** As in libpq, the other way of `allow` and `prefer` is tried when the server would not talk this way. */
function worthAnotherWay(error: unknown): boolean {
  const sqlstate = sqlstateOf(error);
  if (sqlstate !== null) return sqlstate === "28000";
  const code = String((error as { code?: unknown }).code ?? "");
  return !/^E(CONN|NOT|HOST|TIMED|ACC|NOENT|AI_)/.test(code) && !/timeout expired/.test((error as Error).message);
}

async function isWanted(client: pg.Client, wanted: Exclude<ConnectionTarget["sessionAttributes"], "prefer-standby">): Promise<boolean> {
  if (wanted === "any") return true;
  const sql = marked("session-attributes", "select pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only')");
  const result = await client.query<[boolean, string]>({ text: sql, rowMode: "array", queryMode: "extended" } as pg.QueryArrayConfig);
  const [standby, readOnly] = result.rows[0] as [boolean, string];
  switch (wanted) {
    case "standby":
      return standby;
    case "primary":
      return !standby;
    case "read-only":
      return standby || readOnly === "on";
    case "read-write":
      return !standby && readOnly === "off";
  }
}
