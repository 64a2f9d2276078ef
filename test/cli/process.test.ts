import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WRONG } from "./schemas.ts";

const folder = mkdtempSync(path.join(tmpdir(), "pgassay-process-"));
const tables = Array.from({ length: 300 }, (_, n) => `CREATE TABLE t${n} (id bigint PRIMARY KEY, amount double precision, at timestamp);`);
beforeAll(() => {
  writeFileSync(path.join(folder, "wrong.sql"), WRONG);
  writeFileSync(path.join(folder, "many.sql"), tables.join("\n"));
  writeFileSync(path.join(folder, "endless.sql"), "DO $$ BEGIN LOOP END LOOP; END $$;");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = path.join(import.meta.dirname, "../..");

function start(...argv: string[]) {
  const main = path.join(root, "src/cli/main.ts");
  return spawn(process.execPath, ["--import", "tsx", main, ...argv], {
    cwd: root,
    env: { ...process.env, XDG_CACHE_HOME: path.join(folder, "cache") },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

async function ended(child: ReturnType<typeof start>): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** What Node says of every connection that it begins; tsx has one of its own, to a path. */
const SOCKET = /^NET \d+: createConnection \[\s*\{[^}]*\bport: /m;

describe("the process", () => {
  test("reads SQL from standard input", async () => {
    const child = start("audit", "-", "-f", "json");
    child.stdin.end(WRONG);
    const { code, stdout } = await ended(child);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).source.name).toBe("stdin");
  });

  test("a long report arrives whole at a slow reader", async () => {
    const child = start("audit", path.join(folder, "many.sql"), "-f", "json", "--rules", "float-money");
    child.stdout.pause();
    setTimeout(() => child.stdout.resume(), 500);
    const { code, stdout } = await ended(child);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings).toHaveLength(300);
  });

  test("a reader that goes away is no failure to tell of", async () => {
    const child = start("audit", path.join(folder, "many.sql"), "-f", "json");
    child.stdout.once("data", () => child.stdout.destroy());
    const { code, stderr } = await ended(child);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  test("9. an interrupt ends it with 130, an endless statement notwithstanding", async () => {
    const child = start("audit", path.join(folder, "endless.sql"), "-v");
    const outcome = ended(child);
    await once(child.stderr, "data");
    setTimeout(() => child.kill("SIGINT"), 1_500);
    const { code, stdout } = await outcome;
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  });

  test("43. works without a network, and asks for none", () => {
    const main = path.join(root, "src/cli/main.ts");
    const outcome = spawnSync(
      "unshare",
      ["--map-root-user", "--net", process.execPath, "--import", "tsx", main, "audit", path.join(folder, "wrong.sql"), "-f", "json"],
      { cwd: root, encoding: "utf8", env: { ...process.env, XDG_CACHE_HOME: path.join(folder, "offline"), NODE_DEBUG: "net" } },
    );
    expect(outcome.status).toBe(1);
    expect(JSON.parse(outcome.stdout).findings.length).toBeGreaterThan(0);
    expect(outcome.stderr).not.toMatch(SOCKET);
    const control = spawnSync(process.execPath, ["-e", "require('net').connect(1).on('error', () => {})"], {
      encoding: "utf8",
      env: { NODE_DEBUG: "net" },
    });
    expect(control.stderr).toMatch(SOCKET);
  });
});
