import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { MAJORS, startServer } from "./servers.ts";

async function ask(url: string, query: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(query).finally(() => client.end());
  return rows[0];
}

function postmasterPid(logFile: string): number {
  return Number(readFileSync(path.join(path.dirname(logFile), "data", "postmaster.pid"), "utf8").split("\n")[0]);
}

describe("native servers", () => {
  it.each(MAJORS)("PostgreSQL %i runs as a user that is not root, and leaves nothing behind", async (major) => {
    const server = await startServer(major);
    const pid = postmasterPid(server.logFile);
    try {
      const { version } = await ask(server.url, "SELECT current_setting('server_version_num')::int / 10000 AS version");
      expect(version).toBe(major);
      expect(readFileSync(`/proc/${pid}/status`, "utf8")).not.toMatch(/^Uid:\t0\t/m);
    } finally {
      await server.stop();
    }
    expect(existsSync(path.dirname(server.logFile))).toBe(false);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    await server.stop();
  });

  it("takes settings, a password, and any database name", async () => {
    const server = await startServer(15, { settings: { max_locks_per_transaction: "321" }, password: "a:b/c@d %" });
    try {
      const name = 'quo"te\nline é';
      const url = await server.createDatabase(name);
      expect(await ask(url, "SELECT current_database() AS name, current_setting('max_locks_per_transaction') AS locks")).toEqual({
        name,
        locks: "321",
      });
      await expect(ask(url.replace(/postgres:[^@]*@/, "postgres:wrong@"), "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
    } finally {
      await server.stop();
    }
  });

  it("says what the server said when it does not start", async () => {
    await expect(startServer(15, { settings: { no_such_setting: "1" } })).rejects.toMatchObject({
      what: "PostgreSQL 15 did not start",
      why: expect.stringContaining("no_such_setting"),
    });
  });

  it("ends with a test process that is killed", async () => {
    const script = `
      import { startServer } from ${JSON.stringify(path.join(import.meta.dirname, "servers.ts"))};
      startServer(15).then((server) => { console.log(server.logFile); setInterval(() => {}, 1000); });`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const logFile = line.toString().trim();
    const pid = postmasterPid(logFile);
    child.kill("SIGKILL");
    await once(child, "exit");
    for (let n = 0; n < 200 && existsSync(path.dirname(logFile)); n += 1) await delay(50);
    expect(existsSync(path.dirname(logFile))).toBe(false);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });
});
