import { randomBytes } from "node:crypto";
import path from "node:path";
import { Client } from "pg";
import { ident } from "../../src/facts/identifier.ts";
import type { Major } from "../native/install.ts";
import { launch } from "../native/launch.ts";

export { MAJORS, type Major } from "../native/install.ts";

export interface NativeServer {
  readonly major: Major;
  /** Superuser `postgres` on database `postgres`, over TCP on the loopback address. */
  readonly url: string;
  readonly port: number;
  /** What the server writes to standard error; gone after `stop`. */
  readonly logFile: string;
  /** Makes an empty database and returns its URL. */
  createDatabase(name?: string): Promise<string>;
  /** Ends the server and removes its files. Safe to call twice. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Settings as in postgresql.conf, over the ones for a throw-away server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** With a password, connections need it (scram-sha-256); without, every connection is trusted. */
  readonly password?: string;
}

const THROW_AWAY: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  shared_buffers: "16MB",
  max_connections: "40",
  autovacuum: "off",
  lc_messages: "C",
  timezone: "UTC",
};

/** Starts a throw-away server of one major, never as root. It ends at the latest with the process that started it. */
export async function startServer(major: Major, options: ServerOptions = {}): Promise<NativeServer> {
  const { port, directory, stop } = await launch(major, { ...THROW_AWAY, ...options.settings }, options.password);
  const secret = options.password === undefined ? "" : `:${encodeURIComponent(options.password)}`;
  const urlOf = (database: string) => `postgresql://postgres${secret}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  return {
    major,
    url: urlOf("postgres"),
    port,
    logFile: path.join(directory, "log"),
    async createDatabase(name = `db_${randomBytes(4).toString("hex")}`) {
      const client = new Client({ connectionString: urlOf("postgres") });
      await client.connect();
      await client.query(`CREATE DATABASE ${ident(name)}`).finally(() => client.end());
      return urlOf(name);
    },
    stop,
  };
}
