import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import plaintextSecret from "../../rules/security/plaintext-secret.ts";
import { audit } from "../../src/audit.ts";
import type { Fix, SqlStep } from "../../src/contract/fix.ts";
import { link } from "../../src/model/link.ts";
import { applyStep, StepFailed } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.reset());

async function onlyFix(): Promise<Fix> {
  const { findings } = audit(await db.snapshot(), { rules: [plaintextSecret], toolVersion: "test" });
  expect(findings).toHaveLength(1);
  return findings[0]?.fix as Fix;
}

const sqlSteps = (fix: Fix) => fix.steps.filter((step): step is SqlStep => step.is === "sql");
const columns = async () =>
  link((await db.snapshot()).catalog).tables[0]?.columns.map(({ name, notNull, type }) => [name, type.text, notNull]);

test("once the application has encrypted every row, the clear column goes", async () => {
  await db.run(`CREATE TABLE items (id int PRIMARY KEY, api_key text NOT NULL UNIQUE, api_key_id text);
    INSERT INTO items VALUES (1, 'x'), (2, 'y')`);
  const [expand, ...rest] = sqlSteps(await onlyFix());
  await applyStep(db, expand as SqlStep);
  await db.run("UPDATE items SET api_key_ciphertext = '\\xdead', api_key_key_id = 'k1', api_key_hmac = decode(md5(api_key), 'hex')");
  for (const step of rest) await applyStep(db, step);
  expect(await columns()).toEqual([
    ["id", "integer", true],
    ["api_key_id", "text", false],
    ["api_key_ciphertext", "bytea", true],
    ["api_key_key_id", "text", true],
    ["api_key_hmac", "bytea", false],
  ]);
  const [table] = link((await db.snapshot()).catalog).tables;
  expect(table?.indexes.filter(({ unique }) => unique).map(({ keys }) => keys.map((key) => key.column?.name))).toContainEqual([
    "api_key_hmac",
  ]);
});

test("one row that is not encrypted stops everything after the backfill", async () => {
  await db.run("CREATE TABLE items (id int PRIMARY KEY, api_key text); INSERT INTO items VALUES (1, 'x'), (2, NULL)");
  const [expand, ...rest] = sqlSteps(await onlyFix());
  await applyStep(db, expand as SqlStep);
  await expect(applyStep(db, rest[0] as SqlStep)).rejects.toThrow(StepFailed);
  await expect(applyStep(db, rest.at(-1) as SqlStep)).rejects.toThrow(StepFailed);
  expect(await columns()).toContainEqual(["api_key", "text", false]);
});

test("what reads the clear column stops its end, and is named before", async () => {
  await db.run("CREATE TABLE items (id int PRIMARY KEY, api_key text); CREATE VIEW keys AS SELECT api_key FROM items");
  const fix = await onlyFix();
  expect(JSON.stringify(fix.steps)).toContain("view public.keys");
  const steps = sqlSteps(fix);
  for (const step of steps.slice(0, -1)) await applyStep(db, step);
  await expect(applyStep(db, steps.at(-1) as SqlStep)).rejects.toThrow(StepFailed);
});

test("new columns step around names that are taken", async () => {
  await db.run("CREATE TABLE items (id int PRIMARY KEY, api_key text, api_key_ciphertext text)");
  const [expand] = sqlSteps(await onlyFix());
  expect(expand?.statements[0]).toContain("ADD COLUMN api_key_ciphertext1 bytea");
});

test("no step calls an encrypting function or holds a key", async () => {
  await db.run("CREATE TABLE items (id int PRIMARY KEY, api_key text)");
  const sql = sqlSteps(await onlyFix()).flatMap((step) => [...step.statements, ...(step.undo ?? [])]);
  expect(sql.join("\n")).not.toMatch(/encrypt\w*\s*\(|hmac\s*\(|digest\s*\(|gen_random_bytes/i);
});
