import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cli } from "./run-cli.ts";

let folder: string;
const home = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pgassay-adopt-"));
  vi.stubEnv("XDG_CACHE_HOME", path.join(folder, ".cache"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};
const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.email=a@example.test", "-c", "user.name=a", ...args], { cwd: folder, stdio: "pipe" });
const findings = async (...args: string[]) => {
  const { stdout, stderr, code } = await cli(["audit", "--format", "json", ...args]);
  const report =
    stdout === "" ? null : (JSON.parse(stdout) as { findings: { rule: string; location: { line: number }; severity: string }[] });
  return { code, stderr, rules: report?.findings.map(({ rule }) => rule) ?? [], report };
};

const OLD = `CREATE TABLE account (
  id bigint PRIMARY KEY,
  balance double precision NOT NULL,
  currency char(3) NOT NULL
);
`;
const NEW = `CREATE TABLE invoice (
  id bigint PRIMARY KEY,
  currency text NOT NULL,
  total real NOT NULL
);
`;

test("an old schema is adopted: green at once, red for what is new, green when it is repaired, and stale when the old goes", async () => {
  put("db/migrations/0001_account.sql", OLD);
  put(".github/workflows/ci.yml", "on: push\n");
  const init = await cli(["init"]);
  expect(init).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(read("pgassay.config.json"))).toMatchObject({ source: "db/migrations", baseline: "schema-baseline.json" });
  expect(read(".github/workflows/pgassay.yml")).toContain("pgassay audit");
  expect(
    read("schema-baseline.json")
      .split("\n")
      .filter((line) => line.includes("float-money")),
  ).toHaveLength(1);

  expect(await findings()).toMatchObject({ code: 0, rules: [] });

  put("db/migrations/0002_invoice.sql", NEW);
  const red = await findings();
  expect(red).toMatchObject({ code: 1, rules: ["float-money"] });
  expect(red.report?.findings[0]?.location).toMatchObject({ file: "db/migrations/0002_invoice.sql", line: 4 });

  put("db/migrations/0003_total.sql", "ALTER TABLE invoice ALTER COLUMN total TYPE numeric(19,4) USING total::text::numeric;\n");
  expect(await findings()).toMatchObject({ code: 0, rules: [] });

  put("db/migrations/0004_balance.sql", "ALTER TABLE account ALTER COLUMN balance TYPE numeric(19,4) USING balance::text::numeric;\n");
  expect(await findings()).toMatchObject({ code: 0, rules: ["stale-baseline"] });
  expect(await findings("--strict-baseline")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("float-money on column public.account.balance"),
  });
  expect((await cli(["audit", "--prune-baseline"])).code).toBe(0);
  expect(read("schema-baseline.json")).not.toContain("float-money");
  expect(await findings("--strict-baseline")).toMatchObject({ code: 0, rules: [] });
  expect((await cli(["init"])).stderr).toBe(
    "pgassay: pgassay.config.json: it is there already. pgassay audit uses it; delete it to start anew.\n",
  );
}, 60_000);

describe("the baseline", () => {
  test("takes any earlier JSON report, and pruning never adds", async () => {
    put("schema.sql", OLD);
    await cli(["audit", "schema.sql", "--format", "json=report.json"]);
    expect(await findings("schema.sql", "--baseline", "report.json")).toMatchObject({ code: 0, rules: [] });
    put("both.sql", OLD + NEW);
    expect((await cli(["audit", "both.sql", "--baseline", "report.json", "--prune-baseline"])).code).toBe(0);
    expect(await findings("both.sql", "--baseline", "report.json")).toMatchObject({ code: 1, rules: ["float-money"] });
  });

  test.each([
    ["--baseline none.json", "the baseline none.json: it does not exist"],
    ["--baseline broken.json", "the baseline broken.json: it is not JSON"],
    ["--baseline other.json", "the baseline other.json: it holds no findings"],
    ["--baseline odd.json", "the baseline odd.json: one of its findings has no fingerprint"],
    ["--update-baseline", "--update-baseline: no baseline is named"],
    ["--baseline b.json --update-baseline --table account", "--update-baseline: this run looks at a part only"],
  ])("%s", async (args, said) => {
    put("schema.sql", OLD);
    put("broken.json", "{");
    put("other.json", '{"name": "x"}');
    put("odd.json", '{"findings": [{"rule": "float-money"}]}');
    const { code, stderr } = await cli(["audit", "schema.sql", ...args.split(" ")]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
    expect(existsSync(path.join(folder, "b.json"))).toBe(false);
  });

  test("a rule that did not run keeps its entries", async () => {
    put("schema.sql", OLD);
    await cli(["audit", "schema.sql", "--baseline", "b.json", "--update-baseline"]);
    const before = read("b.json");
    expect(before).toContain("float-money");
    await cli(["audit", "schema.sql", "--baseline", "b.json", "--update-baseline", "--rules", "padded-char"]);
    expect(read("b.json")).toBe(before);
  });
});

describe("--since", () => {
  test("reports what the branch adds, whatever else changed in the files", async () => {
    git("init", "-q", "-b", "main");
    put("schema.sql", OLD);
    git("add", ".");
    git("commit", "-qm", "one");
    git("checkout", "-qb", "feature");
    put("schema.sql", `-- a line above moves every line below\n${NEW}${OLD}`);
    expect(await findings("schema.sql", "--since", "main")).toMatchObject({ code: 1, rules: ["float-money"] });
    git("commit", "-qam", "two");
    const { report } = await findings("schema.sql", "--only-changed");
    expect(report?.findings.map(({ location }) => location.line)).toEqual([5]);
    expect(git("status", "--porcelain").toString()).toBe("?? .cache/\n");
  }, 30_000);

  test("a file that was not there had nothing", async () => {
    git("init", "-q", "-b", "main");
    put("a.txt", "");
    git("add", ".");
    git("commit", "-qm", "one");
    put("schema.sql", NEW);
    expect(await findings("schema.sql", "--since", "HEAD")).toMatchObject({ code: 1, rules: ["float-money"] });
  });

  test.each([
    ["schema.sql --since nowhere", "--since nowhere: git knows no such commit here"],
    ["schema.sql --since --upload-pack=x", "git knows no such commit here"],
    ["postgres://127.0.0.1:1/x --since main", "--since: only files and folders have an earlier state"],
  ])("%s", async (args, said) => {
    git("init", "-q");
    put("schema.sql", OLD);
    const { code, stderr } = await cli(["audit", ...args.split(" ")]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
  });

  test("outside of a repository it says so", async () => {
    put("schema.sql", OLD);
    expect((await cli(["audit", "schema.sql", "--since", "main"])).stderr).toContain("it is not in a git repository");
  });
});

describe("suppressions", () => {
  test("a comment in the file accepts one column, and is reported when it accepts nothing", async () => {
    put("schema.sql", OLD.replace("  balance", "  -- pgassay-ignore float-money: the ledger moves in spring\n  balance"));
    expect(await findings("schema.sql")).toMatchObject({ code: 0, rules: [] });
    put("schema.sql", `-- pgassay-ignore money-type: nothing\n${OLD}`);
    expect((await findings("schema.sql")).rules).toEqual(["float-money", "unused-suppression"]);
  });

  test("a comment in the database travels with a snapshot", async () => {
    put("schema.sql", `${OLD}COMMENT ON COLUMN account.balance IS 'What is there. @pgassay-ignore float-money: an old client';\n`);
    await cli(["snapshot", "schema.sql", "-o", "s.json"]);
    expect(await findings("s.json")).toMatchObject({ code: 0, rules: [] });
  });
});

describe("diff", () => {
  test("says what is new and what is fixed, and gates on what is new", async () => {
    put("a.sql", OLD);
    put("b.sql", NEW);
    const text = await cli(["diff", "a.sql", "b.sql"]);
    expect(text.code).toBe(1);
    expect(text.stdout).toMatch(/float-money {2}total/);
    expect(text.stdout).toContain("✔ float-money  public.account.balance");
    expect(text.stdout).toMatch(/1 new finding, \d+ fixed, 0 unchanged\.\n$/);
    const same = await cli(["diff", "a.sql", "a.sql", "--json"]);
    expect({ code: same.code, summary: JSON.parse(same.stdout).summary }).toEqual({
      code: 0,
      summary: { added: 0, fixed: 0, unchanged: expect.any(Number) },
    });
  });

  test("a source without tables is refused", async () => {
    put("a.sql", OLD);
    put("v.sql", "CREATE VIEW v AS SELECT 1 AS one;");
    expect(await cli(["diff", "a.sql", "v.sql"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("nothing to compare in v.sql"),
    });
  });
});
