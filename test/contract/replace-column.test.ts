import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import floatMoney from "../../rules/money/float-money.ts";
import mixedTimestampKinds from "../../rules/types/mixed-timestamp-kinds.ts";
import naiveTimestamp from "../../rules/types/naive-timestamp.ts";
import { audit } from "../../src/audit.ts";
import type { Finding } from "../../src/contract/finding.ts";
import type { Fix, SqlStep } from "../../src/contract/fix.ts";
import type { AnyRule } from "../../src/contract/rule.ts";
import { termsOf } from "../../src/facts/names.ts";
import { link } from "../../src/model/link.ts";
import type { StatsData } from "../../src/model/snapshot.ts";
import { applyStep, undoStep } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { HOSTILE_NAMES } from "../hostile-names.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.reset());

async function findings(rule: AnyRule, options: Record<string, unknown> = {}, stats: StatsData | null = null): Promise<readonly Finding[]> {
  const snapshot = { ...(await db.snapshot()), stats };
  return audit(snapshot, { rules: [rule], settings: new Map([[rule.id, { options }]]), toolVersion: "test" }).findings;
}

async function onlyFix(rule: AnyRule, options: Record<string, unknown> = {}, stats: StatsData | null = null): Promise<Fix> {
  const found = await findings(rule, options, stats);
  expect(found).toHaveLength(1);
  return found[0]?.fix as Fix;
}

const sqlSteps = (fix: Fix) => fix.steps.filter((step): step is SqlStep => step.is === "sql");
const hash = async () => link((await db.snapshot()).catalog).hash;
const value = async (sql: string) => Object.values((await db.rows(sql))[0] as object)[0];

function counted(table: string, rows: number): StatsData {
  return {
    window: { since: null, until: "2026-01-01T00:00:00.000Z" },
    standbysIncluded: false,
    tables: [{ schema: "public", name: table, rows, bytes: 8192, deadRows: null, seqScans: null, writes: null, columns: [], indexes: [] }],
    sequences: [],
  };
}

describe("rows written while the plan runs", () => {
  test("have both values before the swap, and after it until the old column goes", async () => {
    await db.run("CREATE TABLE pay (id int PRIMARY KEY, amount float8 NOT NULL); INSERT INTO pay VALUES (1, 1.005), (2, -3)");
    const steps = sqlSteps(await onlyFix(floatMoney));
    await applyStep(db, steps[0] as SqlStep);
    await db.run("INSERT INTO pay (id, amount) VALUES (3, 123456789012.34); UPDATE pay SET amount = 2.5 WHERE id = 1");
    const rest = steps.slice(1);
    const swapped = rest.findIndex((step) => step.phase === "switch");
    for (const step of rest.slice(0, swapped + 1)) await applyStep(db, step);
    expect(await value("SELECT string_agg(amount::text, ' ' ORDER BY id) FROM pay")).toBe("2.5000 -3.0000 123456789012.3400");
    await db.run("INSERT INTO pay (id, amount) VALUES (4, 0.1)");
    expect(await value("SELECT amount_old FROM pay WHERE id = 4")).toBe(0.1);
    for (const step of rest.slice(swapped + 1)) await applyStep(db, step);
    expect(await findings(floatMoney)).toEqual([]);
  });

  test("survive the way back", async () => {
    await db.run("CREATE TABLE pay (id int PRIMARY KEY, amount float8 NOT NULL CHECK (amount <> 0))");
    const before = await hash();
    const steps = sqlSteps(await onlyFix(floatMoney)).filter((step) => step.undo !== null);
    for (const step of steps) await applyStep(db, step);
    await db.run("INSERT INTO pay (id, amount) VALUES (1, 19.99)");
    for (const step of steps.toReversed()) await undoStep(db, step);
    expect(await hash()).toBe(before);
    expect(await value("SELECT amount FROM pay")).toBe(19.99);
  });
});

test("a unique constraint, an index and a CHECK on several columns come along, with their names and comments", async () => {
  await db.run(`
    CREATE TABLE pay (id int PRIMARY KEY, account int NOT NULL, amount float8 NOT NULL,
      CONSTRAINT once UNIQUE (account, amount) DEFERRABLE INITIALLY DEFERRED,
      CONSTRAINT sane CHECK (amount < account + 1000000));
    CREATE INDEX big ON pay (abs(amount) DESC, account) INCLUDE (amount) WITH (fillfactor = 70) WHERE amount > 100;
    COMMENT ON INDEX big IS 'big''s';
    INSERT INTO pay VALUES (1, 1, 99.5), (2, 1, 250.25)`);
  for (const step of sqlSteps(await onlyFix(floatMoney))) await applyStep(db, step);
  const [table] = link((await db.snapshot()).catalog).tables;
  expect(table?.indexes.map(({ name, comment }) => [name, comment])).toEqual([
    ["big", "big's"],
    ["once", null],
    ["pay_pkey", null],
  ]);
  const big = table?.indexes[0];
  expect(big?.keys.map((key) => key.expression ?? key.column?.name)).toEqual(["abs(amount)", "account"]);
  expect([big?.predicate, big?.settings]).toEqual(["(amount > (100)::numeric)", { fillfactor: "70" }]);
  expect(table?.constraints.find(({ name }) => name === "once")).toMatchObject({ type: "unique", deferrable: true, deferred: true });
  expect(table?.constraints.find(({ name }) => name === "sane")).toMatchObject({ type: "check", validated: true });
});

describe("what stands in the way is named, and the fix is left to people", () => {
  test.each([
    ["a generated column", "ALTER TABLE pay ADD net float8 GENERATED ALWAYS AS (amount * 0.8) STORED", "column public.pay.net"],
    ["a materialized view", "CREATE MATERIALIZED VIEW m AS SELECT amount FROM pay", "view public.m"],
    ["a bound routine", "CREATE FUNCTION f() RETURNS float8 LANGUAGE sql RETURN (SELECT sum(amount) FROM pay)", "routine public.f()"],
    ["the primary key", "ALTER TABLE pay DROP CONSTRAINT pay_pkey, ADD PRIMARY KEY (id, amount)", "constraint public.pay.pay_pkey"],
    ["statistics", "CREATE STATISTICS st ON id, amount FROM pay", "statistics public.pay.st"],
    [
      "a replica identity",
      "CREATE UNIQUE INDEX u ON pay (amount); ALTER TABLE pay ALTER amount SET NOT NULL, REPLICA IDENTITY USING INDEX u",
      "index public.pay.u",
    ],
    [
      "another table's policy",
      "CREATE TABLE o (id int PRIMARY KEY); CREATE POLICY p ON o USING (id < (SELECT max(amount) FROM pay))",
      "policy public.o.p",
    ],
    ["inheritance", "CREATE TABLE more () INHERITS (pay)", "table public.pay"],
  ])("%s", async (_, sql, named) => {
    await db.run(`CREATE TABLE pay (id int PRIMARY KEY, amount float8); ${sql}`);
    const fix = (await findings(floatMoney)).find((finding) => finding.object.path.join(".") === "public.pay.amount")?.fix;
    expect(fix?.safety).toBe("manual");
    expect(sqlSteps(fix as Fix)).toEqual([]);
    expect(JSON.stringify(fix?.steps)).toContain(named);
  });

  test("a domain", async () => {
    await db.run("CREATE DOMAIN euros AS float8 CHECK (value >= 0); CREATE TABLE pay (id int PRIMARY KEY, amount euros)");
    expect(JSON.stringify((await onlyFix(floatMoney)).steps)).toContain("type public.euros");
  });

  test("a view that has a trigger, when the plan is run", async () => {
    await db.run(`
      CREATE TABLE pay (id int PRIMARY KEY, amount float8);
      CREATE VIEW v AS SELECT id, amount FROM pay;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
      CREATE TRIGGER t INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()`);
    const swap = sqlSteps(await onlyFix(floatMoney)).find((step) => step.phase === "switch");
    expect(await value((swap as SqlStep).requires?.sql as string)).toBe(false);
  });
});

describe("a small table is changed in place", () => {
  test("with its views, triggers, policies and defaults, and back", async () => {
    await db.run(`
      CREATE TABLE pay (id int PRIMARY KEY, amount float8 NOT NULL DEFAULT 0.5 CHECK (amount > -1000));
      CREATE INDEX i ON pay (amount) WHERE amount > 0;
      CREATE VIEW v AS SELECT amount FROM pay;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
      CREATE TRIGGER t BEFORE UPDATE OF amount ON pay FOR EACH ROW EXECUTE FUNCTION f();
      ALTER TABLE pay DISABLE TRIGGER t;
      CREATE POLICY p ON pay USING (amount < 10);
      INSERT INTO pay VALUES (1, 99999999999999.98), (2, 0.1::float8 + 0.2::float8)`);
    const before = await hash();
    const fix = await onlyFix(floatMoney, {}, counted("pay", 2));
    const [step, ...more] = sqlSteps(fix);
    expect(more).toEqual([]);
    expect(step?.hazards).toContain("rewrites table");
    const observed = await applyStep(db, step as SqlStep);
    expect([...observed.rewritten]).toEqual([JSON.stringify(["public", "pay"])]);
    expect(await value("SELECT string_agg(amount::text, ' ' ORDER BY id) FROM pay")).toBe("99999999999999.9800 0.3000");
    expect(await value("INSERT INTO pay (id) VALUES (3) RETURNING amount::text")).toBe("0.5000");
    expect(await findings(floatMoney)).toEqual([]);
    await undoStep(db, step as SqlStep);
    expect(await hash()).toBe(before);
  });

  test("but not a large one, nor one that nobody counted", async () => {
    await db.run("CREATE TABLE pay (id int PRIMARY KEY, amount float8)");
    for (const stats of [counted("pay", 100_001), null]) {
      expect(sqlSteps(await onlyFix(floatMoney, {}, stats)).flatMap((step) => step.hazards)).not.toContain("rewrites table");
    }
  });
});

describe("timestamps of another zone", () => {
  const zone = { storedIn: "Europe/Paris" };
  test.each([
    ["by a second column", null],
    ["in place", counted("visits", 2)],
  ])("%s", async (_, stats) => {
    await db.run(`
      CREATE TABLE visits (id int PRIMARY KEY, at timestamp NOT NULL DEFAULT now(), left_at timestamp(3));
      INSERT INTO visits VALUES (1, '2025-07-01 12:00', '2025-07-01 13:00:00.5'), (2, '2025-01-01 12:00', NULL)`);
    for (const step of sqlSteps(await onlyFix(naiveTimestamp, zone, stats))) await applyStep(db, step);
    await db.run("SET TimeZone = 'UTC'");
    expect(await value("SELECT string_agg(at::text, ' ' ORDER BY id) FROM visits")).toBe("2025-07-01 10:00:00+00 2025-01-01 11:00:00+00");
    expect(await value("SELECT left_at::text FROM visits WHERE id = 1")).toBe("2025-07-01 11:00:00.5+00");
    expect(await findings(naiveTimestamp)).toEqual([]);
  });
});

test("an index that would depend on the session's zone is named", async () => {
  await db.run(
    "CREATE TABLE visits (id int PRIMARY KEY, at timestamp, done timestamp); CREATE INDEX d ON visits (date(at)) WHERE done IS NULL",
  );
  const fix = await onlyFix(naiveTimestamp);
  expect(fix.safety).toBe("manual");
  const [byHand] = fix.steps;
  expect(JSON.stringify(byHand)).toContain("index public.visits.d");
  for (const step of sqlSteps(fix)) await applyStep(db, step);
  expect(await findings(naiveTimestamp)).toEqual([]);
  expect((await findings(mixedTimestampKinds)).map((finding) => finding.data.naive)).toEqual(["at"]);
});

test("two columns whose names differ behind the 63rd byte, in one plan after the other", async () => {
  const long = "amount_".padEnd(62, "x");
  await db.run(`CREATE TABLE pay (id int PRIMARY KEY, ${long}a float8, ${long}b float8)`);
  const found = await findings(floatMoney);
  expect(found).toHaveLength(2);
  const plans = found.map((finding) => sqlSteps(finding.fix as Fix));
  for (let at = 0; at < (plans[0] as SqlStep[]).length; at += 1) for (const plan of plans) await applyStep(db, plan[at] as SqlStep);
  expect(await findings(floatMoney)).toEqual([]);
});

describe("hostile names", () => {
  test.each(HOSTILE_NAMES.map((name) => [JSON.stringify(name), name] as const))("%s", async (_, name) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const table = Buffer.byteLength(name) > 60 ? '"t"' : quoted;
    await db.run(`CREATE TABLE victim (id int PRIMARY KEY); CREATE TABLE ${table} (id int PRIMARY KEY, ${quoted} float8 NOT NULL CHECK (${quoted} >= 0));
      CREATE INDEX ON ${table} (${quoted}); CREATE VIEW v AS SELECT ${quoted} FROM ${table}; INSERT INTO ${table} VALUES (1, 2.5)`);
    const before = await hash();
    // No such name speaks of money: the option makes its own words do so.
    const extraWords = termsOf(name, new Set());
    const found = (await findings(floatMoney, { extraWords })).filter((finding) => finding.object.path[2] === name);
    expect(found).toHaveLength(extraWords.length === 0 ? 0 : 1);
    const steps = found.flatMap((finding) => sqlSteps(finding.fix as Fix));
    const reversible = steps.filter((step) => step.undo !== null);
    for (const step of reversible) await applyStep(db, step);
    for (const step of reversible.toReversed()) await undoStep(db, step);
    expect(await hash()).toBe(before);
  });
});
