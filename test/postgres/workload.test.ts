import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { reportSchema } from "../../src/reporters/json/report-schema.ts";
import { cli, folderOf } from "../cli/run-cli.ts";
import { type NativeServer, startServer } from "./servers.ts";

const CANARY = "canary7Kq2vXw9";
/** No pattern that is guessed from lines knows it. */
const PREFIX = "<%p|%m|%d> ";
const SETTINGS = {
  shared_preload_libraries: "pg_stat_statements",
  log_line_prefix: PREFIX,
  log_min_duration_statement: "0",
};

const files = folderOf({});
let server: NativeServer;
let url: string;

beforeAll(async () => {
  vi.stubEnv("XDG_CACHE_HOME", files.path("cache"));
  server = await startServer(18, { settings: SETTINGS });
  // What the server is made with is in the log too, without a prefix.
  const begin = statSync(server.logFile).size;
  url = await server.createDatabase("app");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("create schema app; create extension pg_stat_statements");
  await client.query("alter database app set search_path = app, public");
  await client.query("create table app.visit (id bigint primary key, place text not null)");
  await client.query("select pg_stat_statements_reset()");
  await client.end();
  const asking = new pg.Client({ connectionString: url });
  await asking.connect();
  for (let n = 0; n < 20; n += 1) await asking.query(`select id from visit where place = '${CANARY}${n}'`);
  await asking.query(`alter role postgres password '${CANARY}'`);
  await asking.end();
  writeFileSync(files.path("server.log"), readFileSync(server.logFile).subarray(begin));
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
  files.remove();
});

async function audited(...argv: string[]) {
  const { code, stdout, stderr } = await cli(["audit", url, "-f", "json", "--exit-zero", ...argv]);
  expect({ code, leaks: (stdout + stderr).includes(CANARY) }).toEqual({ code: 0, leaks: false });
  return reportSchema.parse(JSON.parse(stdout));
}

test("a live server is asked for its statements, which are found through the database's own search_path", async () => {
  const { workload, coverage } = await audited("--rules", "hot-statement,missing-primary-key");
  const visits = workload?.top.find(({ sql }) => sql === "select id from visit where place = $1");
  expect(visits).toMatchObject({ calls: 20, resolved: true });
  expect(workload).toMatchObject({ origin: "pg_stat_statements", tables: [{ path: ["app", "visit"], calls: 20 }] });
  expect(coverage.rules.find(({ id }) => id === "hot-statement")?.status).toBe("ran");
});

test("not when no rule has a use for them, nor when the user says so", async () => {
  expect((await audited("--rules", "missing-primary-key")).workload).toBeNull();
  const { workload, coverage } = await audited("--rules", "hot-statement,missing-primary-key", "--no-pg-stat-statements");
  expect(workload).toBeNull();
  expect(coverage.gaps).toEqual([]);
});

test("its log is read with its own log_line_prefix, and counts once beside the statistics", async () => {
  const { workload } = await audited("--rules", "hot-statement", "--logs", files.path("server.log"));
  expect(workload?.origin).toBe("both");
  expect(workload?.coverage.unknownLines).toBe(0);
  expect(workload?.top.find(({ sql }) => sql === "select id from visit where place = $1")).toMatchObject({ calls: 20 });
});

test("a log with another prefix than the server's is read all the same", async () => {
  const other = readFileSync(files.path("server.log"), "utf8").replace(/^<(\d+)\|([^|]*)\|[^>]*> /gm, "$2 [$1] ");
  writeFileSync(files.path("other.log"), other);
  const { workload } = await audited("--rules", "hot-statement", "--no-pg-stat-statements", "--logs", files.path("other.log"));
  expect(workload?.coverage.unknownLines).toBe(0);
  expect(workload?.top.find(({ sql }) => sql === "select id from visit where place = $1")).toMatchObject({ calls: 20 });
});

test("a snapshot keeps the statements, without a literal, for its owner alone", async () => {
  const file = files.path("app.json");
  const { code } = await cli(["snapshot", url, "-o", file]);
  expect(code).toBe(0);
  const text = readFileSync(file, "utf8");
  expect(text).toContain("select id from visit where place = $1");
  expect(text).not.toContain(CANARY);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  rmSync(file);
});

test("doctor says what the server shows of its workload, and what would show more", async () => {
  const { code, stdout } = await cli(["doctor", url]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^statements {2}\d+ statements, \d+ calls in pg_stat_statements, since 20/m);
  expect(stdout).toContain(`log_line_prefix = '${PREFIX}'`);
  expect(stdout).toContain("log_min_duration_statement = 0");
  expect(stdout).toContain("would help: log_temp_files = 0");
  expect(stdout).not.toMatch(/would help: .*log_min_duration_statement/);
  expect(stdout).not.toContain(CANARY);
});

test("doctor names what an ordinary server lacks", async () => {
  const plain = await startServer(16);
  try {
    const { stdout } = await cli(["doctor", plain.url]);
    expect(stdout).toMatch(/would help: CREATE EXTENSION pg_stat_statements/);
    expect(stdout).toMatch(/would help: log_min_duration_statement = 0, or .*: no statement is logged/);
    expect(stdout).toMatch(/pg_stat_statements: the extension is not installed/);
  } finally {
    await plain.stop();
  }
}, 60_000);
