import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cli, folderOf } from "./run-cli.ts";

const SCHEMA = `
CREATE TABLE account (id bigint PRIMARY KEY, no text NOT NULL UNIQUE);
CREATE TABLE payment (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES account, amount double precision NOT NULL, paid_at timestamp);`;
const files = folderOf({
  "schema.sql": SCHEMA,
  "rows.sql": "INSERT INTO account VALUES (1, 'a'); INSERT INTO payment VALUES (1, 1, 'NaN', NULL);",
});
const cache = mkdtempSync(path.join(tmpdir(), "pgassay-cache-"));
beforeAll(() => vi.stubEnv("XDG_CACHE_HOME", cache));
afterAll(() => {
  vi.unstubAllEnvs();
  files.remove();
  rmSync(cache, { recursive: true, force: true });
});

const fix = (...argv: string[]) => cli(["fix", files.path("schema.sql"), ...argv]);

describe("limits", () => {
  test("what is not allowed stands in comments, with the reason", async () => {
    const { stdout } = await fix("--only", "float-money", "--max-lock", "share-update-exclusive");
    expect(stdout).toContain("NOT RUN: it takes ACCESS EXCLUSIVE on public.payment, and --max-lock is SHARE UPDATE EXCLUSIVE.");
    expect(stdout).not.toMatch(/^ALTER TABLE/m);
    expect((await fix("--only", "float-money")).stdout).toMatch(/^ALTER TABLE/m);
  });

  test("only the rules and phases that are named", async () => {
    const { stdout } = await fix("--only", "float-money", "--phase", "expand");
    expect(stdout).toContain("Only steps of the phases expand.");
    expect(stdout).not.toContain("foreign-key-without-index on");
    expect(stdout).toContain("ADD COLUMN amount_new");
    expect(stdout).not.toContain("RENAME COLUMN");
  });

  test.each([
    [["--max-lock", "huge"], "share-update-exclusive"],
    [["--allow-hazards", "fire"], "deletes-data"],
    [["--dialect", "alembic"], "--out"],
    [["--only", "flaot-money"], "float-money"],
    [["--batch-size", "0"], "at least 1"],
    [["--rows", "rows.sql"], "Add --prove"],
    [["--versions", "versions"], "--out"],
    [["--force"], "--out"],
    [["--out", "plan", "--format", "json"], "Leave one of the two out"],
    [["--out", "plan", "-o", "plan.sql"], "Leave one of the two out"],
    [["--dialect", "alembic", "--out", "plan", "--versions", "nowhere"], "no such folder"],
    [["--table", "nothing"], "all of its 2 tables were left out"],
  ])("%j is a mistake that says what is known", async (argv, known) => {
    const { code, stderr } = await fix(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(known);
  });
});

describe("files", () => {
  test("a folder for psql, which is not written twice without --force", async () => {
    const out = files.path("plan");
    expect((await fix("--dialect", "sql", "--out", out)).code).toBe(0);
    const names = readdirSync(out);
    expect(names).toEqual(expect.arrayContaining(["README.md", "down", "plain", "preflight.sql"]));
    const numbered = names.filter((name) => /^\d+_/.test(name));
    expect(readdirSync(path.join(out, "down"))).toEqual(numbered);
    const again = await fix("--dialect", "sql", "--out", out);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("it is there already")]);
    expect((await fix("--dialect", "sql", "--out", out, "--force")).code).toBe(0);
  });

  test("a folder that is a file is said", async () => {
    const { code, stderr } = await fix("--dialect", "sql", "--out", files.path("rows.sql"));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("goes through something that is not a directory") });
  });

  test("more files than anybody reviews are written with advice", async () => {
    const tables = Array.from(
      { length: 25 },
      (_, at) => `CREATE TABLE payment_${at} (id bigint PRIMARY KEY, amount double precision NOT NULL);`,
    );
    const many = folderOf({ "many.sql": tables.join("\n") });
    const plan = (name: string, ...argv: string[]) =>
      cli(["fix", many.path("many.sql"), "--only", "float-money", "--out", many.path(name), ...argv]);
    const all = await plan("all");
    expect(readdirSync(many.path("all"), { recursive: true }).length).toBeGreaterThan(200);
    expect(all.stderr).toContain("take a part with --only, --table or --phase");
    expect((await plan("one", "--table", "payment_1")).stderr).not.toContain("take a part");
    many.remove();
  });

  test("Alembic revisions go on from the head that is there", async () => {
    const versions = path.dirname(files.path("versions/a.py"));
    const project = folderOf({
      "a.py": 'revision = "a1"\ndown_revision = None\n',
      "b.py": 'revision: str = "b2"\ndown_revision: str | None = "a1"\n',
    });
    expect((await fix("--dialect", "alembic", "--out", versions, "--versions", path.dirname(project.path("a.py")))).code).toBe(0);
    const revisions = readdirSync(versions)
      .filter((name) => name.endsWith(".py"))
      .sort();
    expect(readFileSync(path.join(versions, revisions[0] as string), "utf8")).toContain('down_revision = "b2"');
    project.remove();
  });
});

describe("proof", () => {
  test("says as JSON what became of each fix", async () => {
    const { stdout, code } = await fix("--prove", "--format", "json", "--only", "float-money,foreign-key-without-index");
    expect(code).toBe(0);
    const { schemaVersion, plan, proof } = JSON.parse(stdout);
    expect([schemaVersion, proof.proven, proof.failed, proof.refused]).toEqual([1, 2, 0, 0]);
    expect(plan.steps.length).toBeGreaterThan(3);
    expect(proof.fixes[0].steps[0]).toMatchObject({ phase: "expand", rewritten: [] });
  }, 60_000);

  test("rows of the user's own stop a fix that would change them, and are never said", async () => {
    const { stdout } = await fix("--prove", "--format", "json", "--only", "float-money", "--rows", files.path("rows.sql"));
    expect(JSON.parse(stdout).proof).toMatchObject({ proven: 0, failed: 0, refused: 1 });
    expect(stdout).not.toContain("'NaN', NULL");
  }, 60_000);

  test("is in the page of the plan that every dialect writes", async () => {
    const page = async (...more: readonly string[]) => {
      const out = files.path(`proven-${more.length}`);
      expect((await fix("--prove", "--only", "float-money", "--dialect", "alembic", "--out", out, ...more)).code).toBe(0);
      return readFileSync(path.join(out, "PGASSAY.md"), "utf8");
    };
    expect(await page()).toMatch(/^1\. float-money on .*; proven in a copy$/m);
    const refused = await page("--rows", files.path("rows.sql"));
    expect(refused).toMatch(/^1\. float-money on .*; NOT PROVEN: a precheck stopped it/m);
    expect(refused).not.toContain("proven in a copy");
  }, 60_000);
});
