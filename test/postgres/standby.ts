import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, chownSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { nativeFolder } from "../native/install.ts";
import { freePort } from "../native/launch.ts";
import { reachableBin, serverOwner } from "../native/owner.ts";
import { answering } from "./answering.ts";
import type { NativeServer } from "./servers.ts";

const START_MS = 60_000;

const GUARD = `trap 'rm -rf -- "$1"' EXIT
"$2/postgres" -D "$1/data" </dev/null >>"$1/log" 2>&1 &
read -r _
kill -QUIT $!
wait $!`;

export interface Standby {
  /** The same database as on the primary. */
  urlOf(primary: string): string;
  stop(): Promise<void>;
}

/** A hot standby that follows a native server, from a base backup of it. It ends at the latest with this process. */
export async function startStandby(primary: NativeServer): Promise<Standby> {
  const owner = serverOwner();
  const directory = mkdtempSync(path.join(tmpdir(), "pgassay-standby-"));
  chmodSync(directory, 0o755);
  const data = path.join(directory, "data");
  execFileSync("pg_basebackup", ["-D", data, "-d", primary.url, "-R", "-c", "fast", "-X", "stream"], { stdio: "pipe" });
  const port = await freePort();
  const settings = ["fsync = off", "autovacuum = off", "shared_buffers = 16MB", "listen_addresses = '127.0.0.1'", `port = ${port}`];
  // Nothing that reads is waited for: what replication removes is removed at once.
  settings.push("unix_socket_directories = ''", "lc_messages = 'C'", "max_standby_streaming_delay = 0");
  appendFileSync(path.join(data, "postgresql.conf"), `\n${settings.join("\n")}\n`);
  const bin = reachableBin(nativeFolder(primary.major), directory, owner);
  if (owner !== undefined) {
    execFileSync("chown", ["-R", `${owner.uid}:${owner.gid}`, data]);
    chownSync(directory, owner.uid, owner.gid);
  }
  const guard = spawn("/bin/sh", ["-c", GUARD, "guard", directory, bin], {
    ...owner,
    cwd: directory,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const urlOf = (url: string) => url.replace(`:${primary.port}/`, `:${port}/`);
  const stop = async () => {
    const exited = once(guard, "exit");
    guard.stdin.end();
    await exited;
  };
  if (!(await answering(urlOf(primary.url), START_MS))) {
    const log = readFileSync(path.join(directory, "log"), "utf8");
    await stop();
    throw new Error(`the standby did not start: ${log}`);
  }
  return { urlOf, stop };
}
