import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { PgassayError } from "../../src/model/failure.ts";
import { type Major, nativeFolder } from "./install.ts";
import { reachableBin, serverOwner } from "./owner.ts";

export interface Launched {
  readonly port: number;
  /** Holds the data and the log; removed on stop. */
  readonly directory: string;
  stop(): Promise<void>;
}

const START_MS = 60_000;

/** Starts `postgres` under the guard and waits until it accepts connections. */
export async function launch(major: Major, settings: Readonly<Record<string, string>>, password: string | undefined): Promise<Launched> {
  const native = nativeFolder(major);
  const owner = serverOwner();
  const directory = mkdtempSync(path.join(tmpdir(), `pgassay-pg${major}-`));
  writeFileSync(path.join(directory, "password"), password ?? "unused");
  // Readable for whoever runs the tests: they look at the log.
  chmodSync(directory, 0o755);
  if (owner) chownSync(directory, owner.uid, owner.gid);
  const port = await freePort();
  const script = readFileSync(path.join(import.meta.dirname, "guard.sh"), "utf8");
  const auth = password === undefined ? "trust" : "scram-sha-256";
  const postgres = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const guard = spawn("/bin/sh", ["-c", script, "guard", directory, reachableBin(native, directory, owner), auth, ...postgres], {
    ...owner,
    cwd: directory,
    // An interrupt from the terminal goes to the whole group, and must not end the guard before it has cleaned up.
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const complaints = text(guard.stderr);
  const stop = () => stopGuard(guard);
  const started = await accepts(guard, directory);
  if (!started) {
    const log = tail(path.join(directory, "log"));
    await stop();
    throw new PgassayError({
      what: `PostgreSQL ${major} did not start`,
      why: (log || (await complaints)).trim(),
      next: `look for what is wrong with ${native}`,
    });
  }
  letGo(guard);
  return { port, directory, stop };
}

/** Line 8 of postmaster.pid says "ready" once connections are accepted, whatever the logging settings. */
async function accepts(guard: ChildProcess, directory: string): Promise<boolean> {
  const deadline = Date.now() + START_MS;
  while (guard.exitCode === null && Date.now() < deadline) {
    const status = readOrEmpty(path.join(directory, "data", "postmaster.pid"))
      .split("\n")[7]
      ?.trim();
    if (status === "ready") return true;
    if (/^.*FATAL:/m.test(readOrEmpty(path.join(directory, "log")))) return false;
    await delay(20);
  }
  return false;
}

/** Ends the guard's input, which is how it is told to stop, and waits until it has removed everything. */
async function stopGuard(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null || guard.signalCode !== null) return;
  guard.ref();
  const exited = once(guard, "exit");
  guard.stdin?.end();
  await exited;
}

/** Lets this process end while the guard still runs: its exit closes the guard's input. */
function letGo(guard: ChildProcess): void {
  guard.unref();
  for (const stream of [guard.stdin, guard.stderr]) (stream as unknown as { unref?: () => void } | null)?.unref?.();
}

/** A port that was free a moment ago; PostgreSQL cannot choose one itself. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("a TCP server has no port");
  return address.port;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function tail(file: string): string {
  return readOrEmpty(file).split("\n").slice(-20).join("\n");
}
