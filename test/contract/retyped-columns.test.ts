import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import paddedChar from "../../rules/types/padded-char.ts";
import preferJsonb from "../../rules/types/prefer-jsonb.ts";
import { audit } from "../../src/audit.ts";
import type { FixStep } from "../../src/contract/fix.ts";
import type { AnyRule } from "../../src/contract/rule.ts";
import { applyStep } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.reset());

const findings = async (rule: AnyRule) => audit(await db.snapshot(), { rules: [rule], toolVersion: "test" }).findings;
const said = (steps: readonly FixStep[]) => steps.map((step) => (step.is === "manual" ? step.instruction : "")).join("\n");

test("a key, and what refers to it, are left to people", async () => {
  await db.run("CREATE TABLE a (code char(5) PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, code char(5) REFERENCES a)");
  const [key, reference] = await findings(paddedChar);
  expect(key?.fix).toMatchObject({ safety: "manual", steps: [{ is: "manual", phase: "expand" }] });
  expect(said(key?.fix?.steps ?? [])).toContain("constraint public.b.b_code_fkey: a foreign key refers to it.");
  expect(said(reference?.fix?.steps ?? [])).toContain("constraint public.b.b_code_fkey: a foreign key holds it.");
});

test("a domain is left to people", async () => {
  await db.run("CREATE DOMAIN doc AS json; CREATE TABLE t (id int PRIMARY KEY, d doc)");
  expect(said((await findings(preferJsonb))[0]?.fix?.steps ?? [])).toContain("type public.doc: the column's type is this domain");
});

test.each([
  ["a check", "CREATE TABLE t (id int PRIMARY KEY, d json CHECK (json_typeof(d) = 'object'), e json)", "constraint public.t.t_d_check"],
  ["a view", "CREATE TABLE t (id int PRIMARY KEY, d json, e json); CREATE VIEW v AS SELECT json_array_length(d) FROM t", "view public.v"],
  ["an index", "CREATE TABLE t (id int PRIMARY KEY, d json, e json); CREATE INDEX i ON t (json_array_length(d))", "index public.t.i"],
])("%s that calls a function of json stops its column, and not the others", async (_, sql, named) => {
  await db.run(sql);
  const [finding] = await findings(preferJsonb);
  expect(finding?.fix?.safety).toBe("manual");
  expect(said(finding?.fix?.steps ?? [])).toContain(`${named}: it calls a function that takes json and no jsonb.`);
  for (const step of finding?.fix?.steps ?? []) if (step.is === "sql") await applyStep(db, step);
  expect((await findings(preferJsonb)).map(({ data }) => data.columns)).toEqual(["d"]);
});

test("two columns of one index are not replaced in one plan", async () => {
  await db.run("CREATE TABLE t (id int PRIMARY KEY, a char(5), b char(6)); CREATE INDEX i ON t (a, b)");
  const [finding] = await findings(paddedChar);
  expect(said(finding?.fix?.steps ?? [])).toContain("index public.t.i: another column of it is replaced first.");
});
