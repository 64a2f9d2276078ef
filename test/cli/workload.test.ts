import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { z } from "zod";
import { reportSchema } from "../../src/reporters/json/report-schema.ts";
import { workloadFileSchema } from "../../src/sources/workload-file.ts";
import { HOSTILE_NAMES } from "../hostile-names.ts";
import { unseenIn } from "../unseen.ts";
import { cli, folderOf } from "./run-cli.ts";

const CANARY = "canary7Kq2vXw9";
const at = (n: number) => `2026-01-01 00:00:${String(Math.floor(n / 10) % 60).padStart(2, "0")}.${n % 10}00 UTC [7]`;
const asked = (n: number, sql: string, ms = 2) => `${at(n)} LOG:  duration: ${ms}.000 ms  statement: ${sql}\n`;
const LOG = [
  ...Array.from({ length: 30 }, (_, n) => asked(n, `SELECT id FROM visit WHERE place = '${CANARY}${n}' ORDER BY day DESC`)),
  asked(40, "UPDATE visit SET day = now() WHERE id = 7", 5),
  `${at(41)} ERROR:  duplicate key value violates unique constraint "visit_pkey"\n`,
  `${at(41)} DETAIL:  Key (id)=(${CANARY}) already exists.\n`,
  `${at(41)} STATEMENT:  INSERT INTO visit VALUES ('${CANARY}')\n`,
].join("");
const SCHEMA = "CREATE TABLE visit (id bigint PRIMARY KEY, place text NOT NULL, day timestamptz NOT NULL);";
const EXPORT = `query,calls,total_exec_time,max_exec_time,rows\n"SELECT id FROM visit WHERE place = $1 ORDER BY day DESC",100,250,9,40\n"ALTER ROLE r PASSWORD '${CANARY}'",1,1,1,0\n`;

const files = folderOf({
  "schema.sql": SCHEMA,
  "a.log": LOG,
  "export.csv": EXPORT,
  "silent.log": `${at(0)} LOG:  database system is ready to accept connections\n`,
  "noise.log": "this is\nno log\nof anything\n",
  "broken.workload.json": '{"schemaVersion": 1, "origin": "log"}',
  "newer.workload.json": '{"schemaVersion": 99}',
  "snapshot.json": '{"pgassaySnapshot":1}',
});
const cache = mkdtempSync(path.join(tmpdir(), "pgassay-cache-"));
beforeAll(() => {
  vi.stubEnv("XDG_CACHE_HOME", cache);
  writeFileSync(files.path("a.log.gz"), gzipSync(LOG));
});
afterAll(() => {
  vi.unstubAllEnvs();
  files.remove();
  rmSync(cache, { recursive: true, force: true });
});

type Workload = z.output<typeof workloadFileSchema>;

async function json(...argv: string[]): Promise<Workload> {
  const { code, stdout, stderr } = await cli(["workload", ...argv, "-f", "json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return workloadFileSchema.parse(JSON.parse(stdout));
}

describe("pgassay workload", () => {
  test("reads a log and shows what it is asked", async () => {
    const { code, stdout, stderr } = await cli(["workload", files.path("a.log")]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("SELECT id FROM visit WHERE place = $1 ORDER BY day DESC");
    expect(stdout).toMatch(/^ 92\.3 % +30 +60 ms +2 ms +2 ms/m);
    expect(stdout).toMatch(/^ +1 {2}error 23505 visit_pkey$/m);
    expect(stdout).not.toContain(CANARY);
  });

  test("JSON has the published shape, and no value", async () => {
    const { statements, events, coverage } = await json(files.path("a.log"));
    expect(statements).toMatchObject([
      { sql: "SELECT id FROM visit WHERE place = $1 ORDER BY day DESC", calls: 30, timed: 30, totalMs: 60, meanMs: 2, maxMs: 2 },
      { calls: 1, totalMs: 5 },
    ]);
    expect(events).toMatchObject([{ kind: "error", sqlstate: "23505", subject: "visit_pkey", count: 1 }]);
    expect(coverage).toMatchObject({ lines: 34, unknownLines: 0 });
    expect(JSON.stringify([statements, events, coverage])).not.toContain(CANARY);
  });

  test("the same, compressed or read by two threads", async () => {
    const plain = await json(files.path("a.log"));
    for (const other of [await json(files.path("a.log.gz")), await json(files.path("a.log"), "--jobs", "2")]) {
      expect({ ...other, coverage: { ...other.coverage, sources: [] } }).toEqual({
        ...plain,
        coverage: { ...plain.coverage, sources: [] },
      });
    }
  });

  test("an export of pg_stat_statements is told by what it holds", async () => {
    const { origin, statements } = await json(files.path("export.csv"));
    expect(origin).toBe("pg_stat_statements");
    expect(statements.map(({ sql, calls }) => [sql, calls])).toEqual([
      ["SELECT id FROM visit WHERE place = $1 ORDER BY day DESC", 100],
      ["ALTER ROLE r PASSWORD $1", 1],
    ]);
  });

  test("a log beside an export of the same time counts once", async () => {
    const { origin, statements, events } = await json(files.path("a.log"), files.path("export.csv"));
    expect(origin).toBe("both");
    expect(statements[0]).toMatchObject({ calls: 100, totalMs: 250, rows: 40 });
    expect(events).toHaveLength(1);
  });

  test("a file of its own is the owner's alone, and says the same as the log", async () => {
    const file = files.path("a.workload.json");
    const { code, stdout, stderr } = await cli(["workload", files.path("a.log"), "-o", file]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: `pgassay: wrote ${file}: 2 statements\n` });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await json(file)).toEqual(await json(files.path("a.log")));
  });

  test("files are summed", async () => {
    const [one, sum] = [files.path("one.workload.json"), files.path("sum.workload.json")];
    await cli(["workload", files.path("a.log"), "-o", one, "-q"]);
    const { code } = await cli(["workload", "merge", one, one, "-o", sum]);
    expect(code).toBe(0);
    const read = workloadFileSchema.parse(JSON.parse(readFileSync(sum, "utf8")));
    expect(read.statements.map(({ calls, totalMs }) => [calls, totalMs])).toEqual([
      [60, 120],
      [2, 10],
    ]);
    expect(read.events[0]?.count).toBe(2);
    const printed = await cli(["workload", "merge", one, one]);
    expect(printed.stdout).toBe(readFileSync(sum, "utf8"));
  });

  test("the order of files does not matter", async () => {
    const forth = await cli(["workload", "merge", files.path("a.log"), files.path("export.csv")]);
    const back = await cli(["workload", "merge", files.path("export.csv"), files.path("a.log")]);
    expect({ ...JSON.parse(forth.stdout), coverage: null }).toEqual({ ...JSON.parse(back.stdout), coverage: null });
  });

  test("a log of events alone is a report; beside a schema it proves nothing", async () => {
    const log = files.path("events.log");
    writeFileSync(log, '2026-01-02 03:04:05.678 UTC [42] LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp42.0", size 1048576\n');
    const alone = await cli(["workload", log]);
    expect(alone).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("temporary file"),
      stderr: expect.stringContaining("no statement is in it"),
    });
    expect(alone.stdout).not.toContain("Statements by");
    const schema = files.path("events.sql");
    writeFileSync(schema, "CREATE TABLE t (id bigint PRIMARY KEY);");
    expect(await cli(["audit", schema, "--logs", log])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("no statement in"),
    });
  });

  test.each<[string, string[], RegExp]>([
    ["no file", [], /^pgassay: no file: /],
    ["a file that is not there", ["missing.log"], /missing\.log/],
    [
      "a log without statements",
      ["silent.log"],
      /no statement in .*silent\.log: 1 line read\. .*log_min_duration_statement = 0.*log_statement = 'all'/,
    ],
    ["what is no log", ["noise.log"], /no statement in .*noise\.log: 3 lines read, 3 of no known form\. .*--log-line-prefix/],
    ["half a workload file", ["broken.workload.json"], /Cannot read .*broken\.workload\.json: At window/],
    ["a workload file of another version", ["newer.workload.json"], /version 99/],
    ["a snapshot", ["snapshot.json"], /it is a snapshot|It is a snapshot/],
  ])("%s: one sentence, and 2", async (_, names, said) => {
    const outcome = await cli(["workload", ...names.map(files.path)]);
    expect(outcome).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(/^pgassay: [^\n]+\n$/) });
    expect(outcome.stderr).toMatch(said);
  });

  test("a file without statements does not hide in front of one that has some", async () => {
    const { code, stdout } = await cli(["workload", files.path("a.log"), files.path("noise.log")]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^not read +3 lines of no known form/m);
  });

  test("hostile names in statements are harmless on a terminal", async () => {
    const log = HOSTILE_NAMES.map((name, n) => asked(n, `SELECT 1 FROM "${name.replaceAll('"', '""').replaceAll("\n", "\n\t")}"`)).join("");
    writeFileSync(files.path("hostile.log"), log);
    const { code, stdout, stderr } = await cli(["workload", files.path("hostile.log"), "--top", "0", "--no-color", "--no-progress"], {
      columns: 100,
    });
    expect(code).toBe(0);
    expect(unseenIn((stdout + stderr).replaceAll("\n", ""))).toEqual([]);
  });
});

describe("audit with a workload", () => {
  const RULES = ["--category", "workload,keys", "--exit-zero"];

  test("without one, says how to name it", async () => {
    const { stdout } = await cli(["audit", files.path("schema.sql"), "--rules", "hot-statement,missing-primary-key"]);
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "hot-statement: needs workload, which this source does not have: name the server's logs with --logs",
    );
  });

  test.each<[string, string[]]>([
    ["--logs", ["--logs", "a.log"]],
    ["--logs twice", ["--logs", "a.log", "--logs", "silent.log"]],
    ["several --logs", ["--logs", "a.log", "silent.log"]],
    ["--workload", ["--workload", "one.workload.json"]],
    ["an export", ["--workload", "export.csv"]],
  ])("%s is joined with the catalog", async (_, argv) => {
    await cli(["workload", files.path("a.log"), "-o", files.path("one.workload.json"), "-q"]);
    const named = argv.map((word) => (word.startsWith("--") ? word : files.path(word)));
    const { code, stdout, stderr } = await cli(["audit", files.path("schema.sql"), ...RULES, "-f", "json", ...named]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report.workload?.tables).toMatchObject([{ path: ["public", "visit"] }]);
    expect(report.workload?.coverage.resolved.calls).toBeGreaterThanOrEqual(30);
    expect(report.workload?.top[0]?.sql).toBe("SELECT id FROM visit WHERE place = $1 ORDER BY day DESC");
    expect(report.coverage.rules.find(({ id }) => id === "hot-statement")?.status).toBe("ran");
    expect(stdout).not.toContain(CANARY);
  });

  test("the text report says how much was understood", async () => {
    const { stdout } = await cli(["audit", files.path("schema.sql"), ...RULES, "--logs", files.path("a.log"), files.path("noise.log")]);
    expect(stdout).toMatch(/^workload +31 calls of 2 statements, 65 ms in total, from server logs$/m);
    expect(stdout).toMatch(/^ +all of them were joined with the catalog$/m);
    expect(stdout).toMatch(/^ +3 of 37 lines of no known form$/m);
  });

  test("a snapshot keeps it", async () => {
    const file = files.path("kept.json");
    await cli(["snapshot", files.path("schema.sql"), "--logs", files.path("a.log"), "-o", file, "-q"]);
    expect(readFileSync(file, "utf8")).not.toContain(CANARY);
    const { stdout } = await cli(["audit", file, ...RULES, "-f", "json"]);
    expect(JSON.parse(stdout).workload).toMatchObject({ calls: 31, statements: 2 });
  });

  test.each<[string, string[]]>([
    ["logs without a statement", ["--logs", "silent.log"]],
    ["a schema among the logs", ["--logs", "a.log", "schema.sql"]],
    ["statistics for nothing", ["--statistics", "export.csv"]],
    ["statistics that are none", ["--logs", "a.log", "--statistics", "export.csv"]],
    ["threads that are none", ["--jobs", "0"]],
  ])("%s: 2", async (_, argv) => {
    const named = argv.map((word) => (word.includes(".") ? files.path(word) : word));
    const outcome = await cli(["audit", files.path("schema.sql"), ...named]);
    expect(outcome).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(/^pgassay: [^\n]+\n$/) });
  });
});
