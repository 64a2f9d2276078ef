import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import rules from "../../rules/index.ts";
import { ident } from "../../src/facts/identifier.ts";
import { HOSTILE_NAMES } from "../hostile-names.ts";
import { unseenIn } from "../unseen.ts";
import { cli, folderOf } from "./run-cli.ts";
import { CLEAN, HALF, WRONG } from "./schemas.ts";

const HOSTILE = HOSTILE_NAMES.map((name) => `CREATE TABLE ${ident(name)} (id bigint PRIMARY KEY, amount double precision);`).join("\n");
const files = folderOf({ "wrong.sql": WRONG, "clean.sql": CLEAN, "half.sql": HALF, "hostile.sql": HOSTILE });
const cache = mkdtempSync(path.join(tmpdir(), "pgassay-cache-"));
beforeAll(() => vi.stubEnv("XDG_CACHE_HOME", cache));
afterAll(() => {
  vi.unstubAllEnvs();
  files.remove();
  rmSync(cache, { recursive: true, force: true });
});

describe("fix", () => {
  test("prints SQL, and exits with 0 whatever is found", async () => {
    const outcome = await cli(["fix", files.path("wrong.sql"), "--rules", "float-money,naive-timestamp"]);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/^-- pgassay .*\n/);
    expect(outcome.stdout).toContain("ALTER TABLE public.payment");
    expect(outcome.stderr).toMatch(/^pgassay: 2 fixes/);
  });

  test("writes only what is chosen, to the file that is named", async () => {
    const target = files.path("fixes.sql");
    const outcome = await cli(["fix", files.path("wrong.sql"), "--rules", "naive-timestamp", "-o", target]);
    expect(outcome.stdout).toBe("");
    const sql = readFileSync(target, "utf8");
    expect(sql).toContain("naive-timestamp");
    expect(sql).not.toContain("float-money");
  });

  test("on a terminal no name is obeyed; in a pipe each is itself", async () => {
    const argv = ["fix", files.path("hostile.sql"), "--no-progress"];
    const [shown, piped] = [await cli(argv, { columns: 80 }), await cli(argv)];
    expect(unseenIn(shown.stdout.replaceAll("\n", ""))).toEqual([]);
    expect(shown.stderr).toContain("control characters");
    expect(piped.stdout).toContain('"\u001b[31mred\u001b[0m"');
  });
});

describe("hostile names", () => {
  test.each([["text"], ["json"]])("31. reach the terminal escaped in %s", async (format) => {
    const outcome = await cli(["audit", files.path("hostile.sql"), "--max-findings", "0", "-f", format]);
    expect(outcome.code).toBe(1);
    expect(unseenIn(outcome.stdout.replaceAll("\n", ""))).toEqual([]);
    expect(unseenIn(outcome.stderr.replaceAll("\n", ""))).toEqual([]);
  });

  test.each([["missing\u001b[31m.sql"], ["--\u001b[31m"]])("31. an argument like %j is escaped in the failure", async (argument) => {
    const outcome = await cli(["audit", argument]);
    expect(outcome.code).toBe(2);
    expect(unseenIn(outcome.stderr.replaceAll("\n", ""))).toEqual([]);
  });
});

describe("snapshot", () => {
  test("stands in for its source, and is its owner's alone", async () => {
    const target = files.path("wrong.json");
    expect((await cli(["snapshot", files.path("wrong.sql"), "-o", target])).code).toBe(0);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const findings = async (source: string) => JSON.parse((await cli(["audit", source, "-f", "json"])).stdout).findings;
    expect(await findings(target)).toEqual(await findings(files.path("wrong.sql")));
  });
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin what paints
const PAINT = /\x1b\[\d+m/g;

describe("rules and explain", () => {
  test("rules lists every rule", async () => {
    const { stdout, code } = await cli(["rules"]);
    expect(code).toBe(0);
    expect(rules.filter(({ id }) => !stdout.includes(id))).toEqual([]);
    for (const columns of [60, 80, 120]) {
      const lines = (await cli(["rules"], { columns })).stdout.split("\n").map((line) => line.replace(PAINT, ""));
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
    }
    const listed = JSON.parse((await cli(["rules", "--json"])).stdout);
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id));
  });

  test.each(rules.map(({ id }) => [id]))("explain %s shows an example and what to do", async (id) => {
    const { stdout, code } = await cli(["explain", id]);
    expect(code).toBe(0);
    for (const title of ["Why", "What to do", "When to ignore it", "Found", "Not found"]) expect(stdout).toContain(`\n${title}\n`);
  });

  test("an unknown rule is a mistake that says what was meant", async () => {
    const outcome = await cli(["explain", "flot-money"]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("did you mean float-money?");
  });
});

describe("doctor", () => {
  test("says what was read and what was not", async () => {
    const { stdout, code } = await cli(["doctor", files.path("half.sql")], { env: { PGPASSWORD: "s3cretpw", PGASSAY_DEBUG: "" } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^read +1 schema, 1 table, /m);
    expect(stdout).toMatch(/^not read +1 gap$/m);
    expect(stdout).toContain("half.sql:2");
    expect(stdout).toContain("PGPASSWORD");
    expect(stdout).not.toContain("s3cretpw");
  });

  test("a source that cannot be read is part of the answer, and the code is 2", async () => {
    const { stdout, code } = await cli(["doctor", "postgres://u:s3cretpw@127.0.0.1:1/db"]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^source +Cannot connect to /m);
    expect(stdout).not.toContain("s3cretpw");
  });
});

describe("help and version", () => {
  test("a mistyped command is not taken for a source", async () => {
    expect(await cli(["snapsot", files.path("half.sql")])).toEqual({
      code: 2,
      stdout: "",
      stderr: "pgassay: no command is called snapsot: did you mean snapshot? See pgassay --help.\n",
    });
    expect((await cli(["elsewhere"])).stderr).toContain("Cannot read elsewhere");
  });

  test("an argument that is missing is said in a sentence", async () => {
    expect((await cli(["explain"])).stderr).toBe("pgassay: missing required argument 'rule'. See --help.\n");
  });

  test("are answers, not failures", async () => {
    expect(await cli(["--version"])).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: "" });
    for (const argv of [["--help"], ["audit", "--help"], ["help", "fix"]]) {
      expect(await cli(argv)).toEqual({ code: 0, stdout: expect.stringContaining("Usage: pgassay"), stderr: "" });
    }
  });
});
