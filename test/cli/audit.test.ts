import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { reportSchema } from "../../src/reporters/json/report-schema.ts";
import { cli, folderOf } from "./run-cli.ts";
import { CLEAN, HALF, WARNED, WRONG } from "./schemas.ts";

const files = folderOf({
  "wrong.sql": WRONG,
  "warned.sql": WARNED,
  "clean.sql": CLEAN,
  "half.sql": HALF,
  "empty.sql": "",
  "views.sql": "CREATE VIEW v AS SELECT 1 AS one;",
  "endless.sql": "DO $$ BEGIN LOOP END LOOP; END $$;",
});
const cache = mkdtempSync(path.join(tmpdir(), "pgassay-cache-"));
beforeAll(() => vi.stubEnv("XDG_CACHE_HOME", cache));
afterAll(() => {
  vi.unstubAllEnvs();
  files.remove();
  rmSync(cache, { recursive: true, force: true });
});

describe("the exit code", () => {
  test.each<[string, number, string[]]>([
    ["clean", 0, ["clean.sql"]],
    ["an error", 1, ["wrong.sql"]],
    ["a warning, below the gate", 0, ["warned.sql"]],
    ["a warning, at the gate", 1, ["warned.sql", "--fail-on", "warning"]],
    ["an error, with no gate", 0, ["wrong.sql", "--fail-on", "never"]],
    ["as many warnings as allowed", 0, ["warned.sql", "--max-warnings", "1"]],
    ["more warnings than allowed", 1, ["warned.sql", "--max-warnings", "0"]],
    ["findings, without a code", 0, ["wrong.sql", "--exit-zero"]],
    ["findings hidden from view", 1, ["warned.sql", "--fail-on", "warning", "--min-severity", "error"]],
    ["a rule turned off", 0, ["wrong.sql", "--set", "rules.float-money=off"]],
    ["a rule raised", 1, ["warned.sql", "--set", "rules.naive-timestamp=error"]],
    ["one rule alone", 0, ["wrong.sql", "--rules", "missing-primary-key"]],
    ["a rule skipped", 0, ["wrong.sql", "--skip-rules", "float-money"]],
    ["another category", 0, ["wrong.sql", "--category", "keys,indexes"]],
    ["something not read", 0, ["half.sql"]],
    ["something not read, strictly", 2, ["half.sql", "--strict"]],
    ["everything read, strictly", 0, ["clean.sql", "--strict"]],
    ["nothing in the file", 2, ["empty.sql"]],
    ["no table in the file", 2, ["views.sql"]],
    ["every table left out", 2, ["clean.sql", "--exclude-table", "vis*"]],
    ["a table left out that was wrong", 2, ["wrong.sql", "--table", "visit"]],
    ["no such file", 2, ["missing.sql"]],
  ])("%s: %i", async (_, code, [file = "", ...options]) => {
    const outcome = await cli(["audit", files.path(file), ...options]);
    expect({ code: outcome.code, said: outcome.stderr }).toEqual({
      code,
      said: code === 2 ? expect.stringMatching(/^pgassay: .+\n$/) : expect.any(String),
    });
  });

  test("audit is what happens when no command is named", async () => {
    const [named, plain] = await Promise.all([cli(["audit", files.path("wrong.sql")]), cli([files.path("wrong.sql")])]);
    expect(plain).toEqual(named);
    expect(plain.code).toBe(1);
  });

  test.each<[string, string[]]>([
    ["an unknown option", ["--frobnicate"]],
    ["a wrong choice", ["--fail-on", "sometimes"]],
    ["a number that is none", ["--max-findings", "many"]],
    ["a duration that is none", ["--max-duration", "soon"]],
    ["two formats for one stream", ["-f", "text", "-f", "text"]],
    ["two formats for one file", ["-f", "json=both.json", "-f", "sarif=./both.json"]],
    ["a server version that is none", ["--pg-version", "9"]],
    ["an output file for nobody", ["-f", "json=a.json", "-o", "b.json"]],
    ["an unknown rule", ["--rules", "flot-money"]],
    ["an unknown category", ["--category", "monye"]],
    ["an unknown option of a rule", ["--set", "rules.float-money.scael=2"]],
    ["a value that does not fit", ["--set", 'rules.float-money.scale="two"']],
    ["a setting that is none", ["--set", "float-money"]],
    ["a severity that is none", ["--set", "rules.float-money=loud"]],
    ["a connection option beside a file", ["--host", "db"]],
  ])("%s is a mistake: one line, and 2", async (_, options) => {
    const outcome = await cli(["audit", files.path("clean.sql"), ...options]);
    expect(outcome).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(/^pgassay: [^\n]+\n$/) });
  });

  test.each([
    [["--rules", "flot-money"], "did you mean float-money?"],
    [["--category", "monye"], "did you mean money?"],
    [["--set", "rules.float-money.scael=2"], "did you mean scale?"],
    [["--set", "rules.float-money=of"], "did you mean off?"],
    [["--fromat", "json"], "unknown option '--fromat'. Did you mean --format? See --help."],
    [["--rules", "float"], "did you mean float-money, float-quantity?"],
  ])("%j says what was meant", async (options, meant) => {
    expect((await cli(["audit", files.path("clean.sql"), ...options])).stderr).toContain(meant);
  });

  test("no source and no environment is a mistake", async () => {
    const outcome = await cli(["audit"]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("DATABASE_URL");
  });

  test("17. a statement that never ends is named when the time is up", async () => {
    const outcome = await cli(["audit", files.path("endless.sql"), "--max-duration", "4s"]);
    expect(outcome).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(/^pgassay: .*endless\.sql/) });
  });

  test("an interrupt ends the run with 130, and prints no report", async () => {
    const interrupt = new AbortController();
    const running = cli(["audit", files.path("wrong.sql"), "--no-cache"], { interrupt: interrupt.signal });
    setTimeout(() => interrupt.abort(), 50);
    expect(await running).toEqual({ code: 130, stdout: "", stderr: "" });
  });
});

describe("where things go", () => {
  test("the report is on stdout, and nothing is on stderr", async () => {
    const outcome = await cli(["audit", files.path("wrong.sql")]);
    expect(outcome.stdout).toContain("float-money");
    expect(outcome.stderr).toBe("");
  });

  test("JSON is valid, and the same twice", async () => {
    const argv = ["audit", files.path("wrong.sql"), "-f", "json", "--rules", "float-money,naive-timestamp"];
    const [first, second] = [JSON.parse((await cli(argv)).stdout), JSON.parse((await cli(argv)).stdout)];
    expect(reportSchema.parse(first)).toEqual(first);
    expect({ ...first, takenAt: null }).toEqual({ ...second, takenAt: null });
    expect(first.findings.map((finding: { rule: string }) => finding.rule)).toEqual(["float-money", "naive-timestamp"]);
  });

  test("a failure under JSON is JSON on stderr, and nothing is on stdout", async () => {
    const outcome = await cli(["audit", files.path("missing.sql"), "-f", "json"]);
    expect(outcome.stdout).toBe("");
    expect(JSON.parse(outcome.stderr).error).toEqual({ what: expect.any(String), why: expect.any(String), next: expect.any(String) });
  });

  test("formats go to their files, all or nothing", async () => {
    const [json, text] = [files.path("report.json"), files.path("report.txt")];
    const outcome = await cli([
      "audit",
      files.path("wrong.sql"),
      "-f",
      `json=${json}`,
      "-f",
      "text",
      "-o",
      text,
      "--rules",
      "float-money,naive-timestamp",
    ]);
    expect(outcome).toEqual({ code: 1, stdout: "", stderr: expect.stringContaining("report.json") });
    expect(JSON.parse(readFileSync(json, "utf8")).summary.findings).toBe(2);
    expect(readFileSync(text, "utf8")).toContain("2 findings");
  });

  test("51. a link, a folder and a device are not written to", async () => {
    const link = files.path("link.json");
    symlinkSync(files.path("target.json"), link);
    for (const target of [link, files.path("."), "/dev/null"]) {
      const outcome = await cli(["audit", files.path("wrong.sql"), "-f", "json", "-o", target]);
      expect(outcome.code).toBe(2);
      expect(outcome.stderr).toContain("cannot write");
    }
    expect(existsSync(files.path("target.json"))).toBe(false);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("timings of the rules are on stderr", async () => {
    const outcome = await cli(["audit", files.path("wrong.sql"), "--stats", "-f", "json"]);
    expect(outcome.stderr).toMatch(/^rule +status +subjects +findings +ms\n/);
    expect(() => JSON.parse(outcome.stdout)).not.toThrow();
  });

  test("the environment stands in for options, and options win", async () => {
    vi.stubEnv("PGASSAY_FAIL_ON", "warning");
    expect((await cli(["audit", files.path("warned.sql")])).code).toBe(1);
    expect((await cli(["audit", files.path("warned.sql"), "--fail-on", "error"])).code).toBe(0);
    vi.stubEnv("PGASSAY_FAIL_ON", "sometimes");
    expect((await cli(["audit", files.path("warned.sql")])).code).toBe(2);
    vi.stubEnv("PGASSAY_FAIL_ON", undefined);
  });

  test("2. a report of a connection text never repeats it", async () => {
    const outcome = await cli(["audit", "postgres://u:s3cretpw@127.0.0.1:1/db", "--no-progress"]);
    expect(outcome.code).toBe(2);
    expect(outcome.stdout + outcome.stderr).not.toContain("s3cretpw");
  });
});

describe("colour", () => {
  const ESC = "\u001b[";
  test.each<[string, boolean, string[], Record<string, string>, number | undefined]>([
    ["a pipe", false, [], {}, undefined],
    ["a terminal", true, [], { TERM: "xterm" }, 80],
    ["a dumb terminal", false, [], { TERM: "dumb" }, 80],
    ["NO_COLOR on a terminal", false, [], { NO_COLOR: "1" }, 80],
    ["an empty NO_COLOR on a terminal", true, [], { NO_COLOR: "" }, 80],
    ["FORCE_COLOR on a pipe", true, [], { FORCE_COLOR: "1" }, undefined],
    ["FORCE_COLOR=0 on a terminal", false, [], { FORCE_COLOR: "0" }, 80],
    ["NO_COLOR over FORCE_COLOR", false, [], { NO_COLOR: "1", FORCE_COLOR: "1" }, 80],
    ["a flag over NO_COLOR", true, ["--color", "always"], { NO_COLOR: "1" }, undefined],
    ["a flag over FORCE_COLOR", false, ["--no-color"], { FORCE_COLOR: "1" }, 80],
    ["CI on a terminal", true, [], { CI: "true" }, 80],
  ])("%s: %s", async (_, coloured, options, env, columns) => {
    const outcome = await cli(["audit", files.path("wrong.sql"), "--no-progress", ...options], {
      env,
      ...(columns === undefined ? {} : { columns }),
    });
    expect(outcome.stdout.includes(ESC)).toBe(coloured);
  });

  test("progress is for terminals, and not for CI", async () => {
    const moving = (env: Record<string, string>, columns: number | undefined, ...options: string[]) =>
      cli(["audit", files.path("wrong.sql"), ...options], { env, ...(columns === undefined ? {} : { columns }) });
    expect((await moving({}, 80)).stderr).toContain("reading");
    expect((await moving({ CI: "1" }, 80)).stderr).toBe("");
    expect((await moving({}, 80, "--no-progress")).stderr).toBe("");
    expect((await moving({}, 80, "-q")).stderr).toBe("");
    expect((await moving({}, undefined, "-v")).stderr).toMatch(/^ +\d+ ms {2}reading /);
  });
});
