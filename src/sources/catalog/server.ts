import { compareText } from "../../model/reference.ts";
import type { Server } from "../../model/snapshot.ts";
import { allRows, type Session } from "./session.ts";

/** Settings of the whole server: those that a role or a session can change would say nothing about it. */
const SETTINGS = [
  "autovacuum",
  "block_size",
  "data_checksums",
  "hot_standby",
  "log_timezone",
  "max_connections",
  "server_encoding",
  "shared_preload_libraries",
  "ssl",
  "wal_level",
];

export async function readServer(session: Session): Promise<Server> {
  const [[first], settings, extensions] = await Promise.all([
    allRows<[string, boolean]>(session, "server", "select current_database()::text, pg_is_in_recovery()"),
    allRows<[string, string]>(
      session,
      "settings",
      `select name, setting from pg_catalog.pg_settings where name = any ('{${SETTINGS.join(",")}}')`,
    ),
    allRows<[string, string]>(session, "extensions", "select extname, extversion from pg_catalog.pg_extension"),
  ]);
  return {
    version: session.version,
    database: first?.[0] ?? "",
    standby: first?.[1] ?? false,
    settings: sorted(settings),
    extensions: sorted(extensions),
  };
}

function sorted(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...pairs].sort(([a], [b]) => compareText(a, b)));
}
