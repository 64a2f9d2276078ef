import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FixStep, SqlStep } from "../../src/contract/fix.ts";
import { partitionByRange } from "../../src/contract/steps/partition-by-range.ts";
import { rangesAhead, type Span } from "../../src/contract/steps/time-ranges.ts";
import { type Candidate, choose } from "../../src/fixes/choose.ts";
import type { Column, Table } from "../../src/model/catalog.ts";
import { link } from "../../src/model/link.ts";
import { applyStep, undoStep } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.reset());

const NOW = "2026-01-01T00:00:00.000Z";
const EVENTS = `
  CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, note text);
  CREATE INDEX events_at ON events (at);
  INSERT INTO events (at, note) SELECT '2025-06-01Z'::timestamptz + n * interval '1 day', 'old' FROM generate_series(1, 90) AS n`;

async function planned(): Promise<readonly FixStep[]> {
  const { catalog, server } = await db.snapshot();
  const table = link(catalog).tables.find(({ name }) => name === "events") as Table;
  const moment = table.columns.find(({ name }) => name === "at") as Column;
  return partitionByRange({ moment, span: "month", ahead: 2, now: NOW, server }) ?? [];
}

const sqlOf = (steps: readonly FixStep[]) => steps.filter((step): step is SqlStep => step.is === "sql");
const switchOf = (steps: readonly FixStep[]) => sqlOf(steps).at(-1) as SqlStep;

describe("where partitions begin", () => {
  test.each<[string, Span, readonly string[]]>([
    ["2026-01-01T00:00:00Z", "day", ["2026-02-01", "2026-02-02", "2026-02-03"]],
    ["2026-01-29T23:59:59Z", "day", ["2026-03-01", "2026-03-02", "2026-03-03"]],
    ["2026-01-01T00:00:00Z", "week", ["2026-02-02", "2026-02-09", "2026-02-16"]],
    // Thirty days later is a Monday, and the Sunday before it.
    ["2025-12-06T00:00:00Z", "week", ["2026-01-12", "2026-01-19", "2026-01-26"]],
    ["2025-12-05T00:00:00Z", "week", ["2026-01-05", "2026-01-12", "2026-01-19"]],
    ["2026-01-01T00:00:00Z", "month", ["2026-02-01", "2026-03-01", "2026-04-01"]],
    ["2025-11-15T00:00:00Z", "month", ["2026-01-01", "2026-02-01", "2026-03-01"]],
    ["2026-06-30T12:00:00Z", "year", ["2027-01-01", "2028-01-01", "2029-01-01"]],
    ["2026-12-15T00:00:00Z", "year", ["2028-01-01", "2029-01-01", "2030-01-01"]],
  ])("from %s on, by the %s", (now, span, starts) => {
    expect(rangesAhead(now, span, 2)).toEqual(starts);
  });
});

test("rows go on coming, each into its partition, under numbers that go on", async () => {
  await db.run(EVENTS);
  for (const step of sqlOf(await planned())) await applyStep(db, step);
  await db.run(
    "INSERT INTO events (at, note) VALUES ('2025-12-31Z', 'a'), ('2026-02-01Z', 'b'), ('2026-03-31Z', 'c'), ('2026-04-01Z', 'd')",
  );
  expect(await db.rows("SELECT id::int, tableoid::regclass::text AS partition FROM events WHERE id > 90 ORDER BY id")).toEqual([
    { id: 91, partition: "events_legacy" },
    { id: 92, partition: "events_2026_02" },
    { id: 93, partition: "events_2026_03" },
    { id: 94, partition: "events_default" },
  ]);
  await expect(db.run("INSERT INTO events OVERRIDING SYSTEM VALUE VALUES (94, '2026-04-01Z', 'e')")).rejects.toThrow("duplicate key");
  const { catalog } = await db.snapshot();
  const table = link(catalog).tables.find(({ name }) => name === "events") as Table;
  expect(table.primaryKey?.name).toBe("events_pkey");
  expect(table.indexes.map(({ name, valid }) => [name, valid])).toEqual([
    ["events_at", true],
    ["events_pkey", true],
  ]);
});

test("the switch reads nothing", async () => {
  await db.run(EVENTS);
  const steps = sqlOf(await planned());
  const scanned = new Map<string, readonly string[]>();
  for (const step of steps) {
    scanned.set(step.phase, [...(await applyStep(db, step)).scanned]);
    // What is counted and not yet written belongs to the transaction that asks.
    await db.run("SELECT pg_catalog.pg_stat_force_next_flush()");
  }
  expect(scanned.get("validate")).toEqual(['["public","events"]']);
  expect(scanned.get("switch")).toEqual([]);
});

test("the way back keeps the rows that have come since", async () => {
  await db.run(EVENTS);
  const first = link((await db.snapshot()).catalog).hash;
  const steps = await planned();
  for (const step of sqlOf(steps)) await applyStep(db, step);
  await db.run("INSERT INTO events (at, note) VALUES ('2026-02-01Z', 'b'), ('2030-01-01Z', 'c')");
  for (const step of steps.toReversed()) await undoStep(db, step);
  expect(link((await db.snapshot()).catalog).hash).toBe(first);
  expect(await db.rows("SELECT count(*)::int AS rows, max(id)::int AS last FROM events")).toEqual([{ rows: 92, last: 92 }]);
  expect(await db.rows("INSERT INTO events (at) VALUES ('2026-02-02Z') RETURNING id::int")).toEqual([{ id: 93 }]);
});

test.each([
  ["a foreign key that refers to it", "CREATE TABLE notes (event_id bigint REFERENCES events)"],
  ["a foreign key", "CREATE TABLE kinds (id text PRIMARY KEY); ALTER TABLE events ADD FOREIGN KEY (note) REFERENCES kinds NOT VALID"],
  ["an index", "CREATE INDEX events_note ON events (note)"],
  ["a policy", "CREATE POLICY all_of_it ON events USING (true)"],
  ["a CHECK that is not inherited", "ALTER TABLE events ADD CHECK (note <> '') NO INHERIT"],
  ["a rule", "CREATE RULE never AS ON DELETE TO events DO INSTEAD NOTHING"],
  ["a view", "CREATE VIEW newest AS SELECT count(*) FROM events"],
  ["a function of its rows", "CREATE FUNCTION note_of(events) RETURNS text LANGUAGE sql AS 'SELECT $1.note'"],
  ["a function that reads it", "CREATE FUNCTION newest() RETURNS timestamptz LANGUAGE sql BEGIN ATOMIC SELECT max(at) FROM events; END"],
  ["a column of its type", "CREATE TABLE copies (event events)"],
  ["a table that inherits it", "CREATE TABLE heirs () INHERITS (events)"],
  ["a publication of the schema", "CREATE PUBLICATION news FOR TABLES IN SCHEMA public"],
  ["statistics", "CREATE STATISTICS of_both ON at, note FROM events"],
  ["a target of its statistics", "ALTER TABLE events ALTER COLUMN note SET STATISTICS 500"],
  ["a parameter of TOAST", "ALTER TABLE events SET (toast.autovacuum_enabled = false)"],
  [
    "a trigger",
    "CREATE FUNCTION same() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER same BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION same()",
  ],
])("what has come to stand on the table stops the plan: %s", async (_, sql) => {
  await db.run("DROP PUBLICATION IF EXISTS news");
  await db.run(EVENTS);
  const steps = await planned();
  for (const step of sqlOf(steps).slice(0, -1)) await applyStep(db, step);
  const asked = switchOf(steps).requires?.sql as string;
  expect(Object.values((await db.rows(asked))[0] as object)).toEqual([true]);
  await db.run(sql);
  expect(Object.values((await db.rows(asked))[0] as object)).toEqual([false]);
});

test("without the proof the switch is stopped", async () => {
  await db.run(EVENTS);
  const steps = await planned();
  for (const step of sqlOf(steps)) if (step.phase === "expand") await applyStep(db, step);
  await expect(applyStep(db, switchOf(steps))).rejects.toThrow("the rows are not proven to be before the bound");
});

test("a fix that makes a table anew waits for every other fix of it", async () => {
  await db.run(EVENTS);
  const events = { kind: "table", path: ["public", "events"] } as const;
  const candidate = (rule: string, fix: object) =>
    ({ finding: { rule, object: events }, fix: { changes: [], ...fix } }) as unknown as Candidate;
  const anew = candidate("partition-candidate", { changes: [events], steps: await planned() });
  const index = candidate("foreign-key-without-index", {
    steps: [{ is: "sql", locks: [{ on: events }], statements: ["CREATE INDEX CONCURRENTLY i ON public.events (note)"] }],
  });
  const elsewhere = candidate("dead-table", { steps: [{ is: "sql", locks: [], statements: ["DROP TABLE public.events_old"] }] });
  const { chosen, deferred } = choose([anew, index, elsewhere]);
  expect(chosen).toEqual([index, elsewhere]);
  expect(deferred).toEqual([{ finding: anew.finding, because: "uses what the fix of foreign-key-without-index on public.events changes" }]);
});
