import { loadModule, parseSync } from "libpg-query";
import { afterAll, beforeAll, expect, test } from "vitest";
import rule from "../../rules/redundancy/raw-payload-growth.ts";
import { audit, linkSnapshot } from "../../src/audit.ts";
import { clearOldPayloads } from "../../src/contract/steps/clear-payloads.ts";
import { ident } from "../../src/facts/identifier.ts";
import type { Column } from "../../src/model/catalog.ts";
import { link } from "../../src/model/link.ts";
import { applyStep } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { HOSTILE_NAMES } from "../hostile-names.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  await loadModule();
  db = await openTestDatabase();
});
afterAll(() => db.close());

const names = (columns: readonly Column[], like: RegExp) => columns.filter(({ name }) => like.test(name)) as [Column, ...Column[]];

/** Runs the steps for a table `Log "s"` with these rows of (id, age, payload, raw), and returns the calls. */
async function clear(type: string, rows: string, index = ""): Promise<string[]> {
  await db.reset();
  await db.run(
    `CREATE TABLE "Log ""s" (id bigint PRIMARY KEY, "Came" ${type}, payload jsonb, "Raw = NULL" text, note text DEFAULT 'kept')`,
  );
  await db.run(`INSERT INTO "Log ""s" (id, "Came", payload, "Raw = NULL") ${rows}; ${index}`);
  const [table] = link((await db.snapshot()).catalog).tables;
  if (table === undefined) throw new Error("the table is not there");
  const [moment] = names(table.columns, /^Came$/);
  const steps = clearOldPayloads({ columns: names(table.columns, /payload|Raw/), moment, days: 30 }) ?? [];
  for (const step of steps) if (step.is === "sql") await applyStep(db, step);
  return steps.flatMap((step) => (step.is === "sql" ? step.statements.filter((statement) => statement.startsWith("CALL")) : []));
}

const kept = async () =>
  (await db.rows(`SELECT id::int FROM "Log ""s" WHERE payload IS NOT NULL OR "Raw = NULL" IS NOT NULL ORDER BY 1`)).map(({ id }) => id);

test("payloads end after so many days; all else stays, and so does what says no time", async () => {
  const rows = `VALUES (1, now() - interval '31 days', '{}'::jsonb, 'a'), (2, now() - interval '30 days 1 minute', NULL, 'b'),
    (3, now() - interval '29 days 23 hours', '{}', NULL), (4, NULL, '{}', 'd'), (5, 'infinity', '{}', 'e'), (6, '-infinity', '{}', 'f')`;
  await clear("timestamptz", rows);
  expect(await kept()).toEqual([3, 4, 5]);
  expect(await db.rows(`SELECT count(*)::int AS n FROM "Log ""s" WHERE note = 'kept'`)).toEqual([{ n: 6 }]);
});

test("a moment without a zone is given a day more, since it may be of any", async () => {
  const rows = (moment: string) => `SELECT n, ${moment}, '{}'::jsonb, NULL FROM generate_series(28, 33) AS n`;
  await clear("timestamp", rows("now() AT TIME ZONE 'UTC' - n * interval '1 day' - interval '1 minute'"));
  expect(await kept()).toEqual([28, 29, 30]);
  await clear("date", rows("(now() AT TIME ZONE 'UTC')::date - n"));
  expect(await kept()).toEqual([28, 29, 30]);
});

test("every batch is cleared, and another call finds nothing to do", async () => {
  const [call = ""] = await clear(
    "timestamptz",
    "SELECT n, now() - n * interval '1 hour', '{}'::jsonb, 'x' FROM generate_series(1, 4000) AS n",
  );
  expect((await kept()).length).toBe(30 * 24 - 1);
  const version = `SELECT max(xmin::text::bigint)::text AS last FROM "Log ""s"`;
  const before = await db.rows(version);
  await db.run(call);
  expect(await db.rows(version)).toEqual(before);
});

test("an index of the moment that is there already serves", async () => {
  const indexes = `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname !~ 'pkey' ORDER BY 1`;
  const rows = "VALUES (1, now(), '{}'::jsonb, 'a')";
  await clear("timestamptz", rows, `CREATE INDEX came ON "Log ""s" ("Came")`);
  expect((await db.rows(indexes)).length).toBe(1);
  await clear("timestamptz", rows, `CREATE INDEX came ON "Log ""s" ("Came") WHERE id > 5; CREATE INDEX other ON "Log ""s" (id, "Came")`);
  expect((await db.rows(indexes)).length).toBe(3);
});

/** Quotes, format strings, dollar quotes, lines, and names that fill the room. */
const TELLING = HOSTILE_NAMES.filter((name) => /['"$%\\\n]|^.{21,}$/u.test(name));

test.each(TELLING)("things called %j, and the rule knows the procedure again", async (name) => {
  await db.reset();
  const begin = [...name].slice(0, 12).join("");
  const [log, came, raw] = [`${begin} log`, `${begin} created`, `${begin} raw`].map(ident);
  await db.run(`CREATE TABLE ${log} (${came} timestamptz, ${raw} jsonb)`);
  await db.run(`INSERT INTO ${log} VALUES (now() - interval '40 days', '{}'), (now(), '{}')`);
  const findings = async () => audit(linkSnapshot(await db.snapshot(), parseSync), { rules: [rule], toolVersion: "test" }).findings;
  expect((await findings()).length).toBe(1);
  const [moment, payload] = link((await db.snapshot()).catalog).tables.flatMap(({ columns }) => columns) as [Column, Column];
  for (const step of clearOldPayloads({ columns: [payload], moment, days: 30 }) ?? []) if (step.is === "sql") await applyStep(db, step);
  expect(await db.rows(`SELECT count(${raw})::int AS kept FROM ${log}`)).toEqual([{ kept: 1 }]);
  expect(await findings()).toEqual([]);
});
