import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../native/launch.ts";
import { serverOwner } from "../native/owner.ts";
import { answering } from "./answering.ts";

const START_MS = 20_000;

export interface Pooler {
  /** The pooled database, as `postgres`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** PgBouncer before one database: transactions are pooled, over a single connection to the server. */
export async function startPgBouncer(database: string): Promise<Pooler> {
  const { port: serverPort, pathname } = new URL(database);
  const owner = serverOwner();
  const folder = mkdtempSync(path.join(tmpdir(), "pgassay-pgbouncer-"));
  const port = await freePort();
  const file = path.join(folder, "pgbouncer.ini");
  writeFileSync(
    file,
    `[databases]
app = host=127.0.0.1 port=${serverPort} dbname=${decodeURIComponent(pathname.slice(1))} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
logfile = ${path.join(folder, "log")}
`,
  );
  chmodSync(folder, 0o755);
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  // It ends when its input does: with this process at the latest.
  const pooler = spawn("/bin/sh", ["-c", 'pgbouncer -q "$1" & read -r _; kill -KILL $!', "guard", file], {
    ...owner,
    cwd: folder,
    stdio: ["pipe", "ignore", "ignore"],
    env: { PATH: `${process.env.PATH}:/usr/sbin` },
  });
  const url = `postgres://postgres@127.0.0.1:${port}/app?sslmode=disable`;
  const stop = async () => {
    const exited = once(pooler, "exit");
    pooler.stdin.end();
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await answering(url, START_MS))) {
    const log = readFileSync(path.join(folder, "log"), "utf8");
    await stop();
    throw new Error(`PgBouncer did not start: ${log}`);
  }
  return { url, stop };
}
