import { afterAll, beforeAll, expect, test } from "vitest";
import { moveDefaultRows } from "../../src/contract/steps/default-partition.ts";
import { ident } from "../../src/facts/identifier.ts";
import type { Table } from "../../src/model/catalog.ts";
import { link } from "../../src/model/link.ts";
import { applyStep } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { HOSTILE_NAMES } from "../hostile-names.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

/** Where the rows of `t` are after the step, as `partition bound: keys`; null when there is no step. */
async function moved(
  type: string,
  partitions: readonly string[],
  rows: readonly string[],
  { before = "", session = "" } = {},
): Promise<string[] | null> {
  await db.reset();
  await db.run(`${before}; CREATE TABLE t (k ${type}, note text DEFAULT 'default') PARTITION BY RANGE (k)`);
  for (const partition of partitions) await db.run(`CREATE TABLE ${partition.replace(" ", " PARTITION OF t FOR VALUES ")}`);
  await db.run("CREATE TABLE t_rest PARTITION OF t DEFAULT");
  for (const row of rows) await db.run(`INSERT INTO t VALUES (${row}, 'kept')`);
  const table = link((await db.snapshot()).catalog).find({ kind: "table", path: ["public", "t"] });
  if (table?.kind !== "table") throw new Error("t is not there");
  const rest = table.children.find(({ name }) => name === "t_rest");
  const step = rest === undefined ? null : moveDefaultRows(table, rest, 1_000);
  if (step === null) return null;
  await db.run(session);
  await applyStep(db, step);
  expect(await db.rows("SELECT k FROM t WHERE note IS DISTINCT FROM 'kept'")).toEqual([]);
  const found = await db.rows(`
    SELECT t.tableoid::regclass || ' ' || pg_get_expr(c.relpartbound, c.oid) || ': ' || string_agg(coalesce(k::text, 'null'), ' ' ORDER BY k) AS seen
    FROM t JOIN pg_class AS c ON c.oid = t.tableoid GROUP BY t.tableoid, c.relpartbound, c.oid ORDER BY min(k), 1`);
  return found.map(({ seen }) => String(seen));
}

test("partitions are as wide as their siblings and called like them", async () => {
  expect(
    await moved("date", ["t_2025_01 FROM ('2025-01-01') TO ('2025-02-01')"], ["'2025-03-31'", "'2024-02-29'", "'2025-01-01'", "NULL"]),
  ).toEqual([
    "t_2024_02 FOR VALUES FROM ('2024-02-01') TO ('2024-03-01'): 2024-02-29",
    "t_2025_01 FOR VALUES FROM ('2025-01-01') TO ('2025-02-01'): 2025-01-01",
    "t_2025_03 FOR VALUES FROM ('2025-03-01') TO ('2025-04-01'): 2025-03-31",
    "t_rest DEFAULT: null",
  ]);
  expect(await moved("timestamp", ["t_p20250105 FROM ('2025-01-05') TO ('2025-01-12')"], ["'2025-01-04 23:59'", "'1969-12-31'"])).toEqual([
    "t_p19691228 FOR VALUES FROM ('1969-12-28 00:00:00') TO ('1970-01-04 00:00:00'): 1969-12-31 00:00:00",
    "t_p20241229 FOR VALUES FROM ('2024-12-29 00:00:00') TO ('2025-01-05 00:00:00'): 2025-01-04 23:59:00",
  ]);
  expect(await moved("bigint", ["t_0 FROM (0) TO (10)", "t_10 FROM (10) TO (20)"], ["-1", "-10", "-11", "25"])).toEqual([
    "\"t_-20\" FOR VALUES FROM ('-20') TO ('-10'): -11",
    "\"t_-10\" FOR VALUES FROM ('-10') TO ('0'): -10 -1",
    "t_20 FOR VALUES FROM ('20') TO ('30'): 25",
  ]);
});

test("months of moments are those of UTC, whatever the session's zone and style of dates", async () => {
  const partitions = ["t_2025m01 FROM ('2025-01-01 00:00+00') TO ('2025-02-01 00:00+00')"];
  const session = "SET TimeZone = 'Australia/Sydney'; SET DateStyle = 'German'";
  const seen = await moved("timestamptz", partitions, ["'2025-02-28 23:30+00'", "'2025-03-01 00:00+00'"], { session });
  await db.run("RESET TimeZone; RESET DateStyle");
  expect(seen?.map((line) => line.split(" ")[0])).toEqual(["t_2025m02", "t_2025m03"]);
});

test("names that say something else, are taken or are long", async () => {
  const partition = "t_first FROM ('2025-01-01') TO ('2026-01-01')";
  const taken = "CREATE TABLE t_2026 (id int); CREATE VIEW t_2026_1 AS SELECT 1";
  expect((await moved("date", [partition], ["'2026-05-05'"], { before: taken }))?.[0]).toMatch(/^t_2026_2 /);
  const long = `"${"ü".repeat(29)}2025"`;
  expect((await moved("date", [partition.replace("t_first", long)], ["'2026-05-05'"]))?.[0]).toMatch(/^t_2026 /);
});

test("what has no one width gets no step", async () => {
  const rows = ["NULL"];
  expect(await moved("date", ["t_1 FROM ('2025-01-15') TO ('2025-02-15')", "t_2 FROM ('2025-02-15') TO ('2025-03-15')"], rows)).toBeNull();
  expect(await moved("date", ["t_1 FROM ('0044-01-01 BC') TO ('0043-01-01 BC')"], rows)).toBeNull();
  expect(await moved("date", ["t_1 FROM ('2025-01-01') TO ('infinity')"], rows)).toBeNull();
  expect(await moved("bigint", ["t_1 FROM (0) TO (10)", "t_2 FROM (15) TO (MAXVALUE)"], rows)).toBeNull();
  expect(await moved("bigint[]", ["t_1 FROM ('{0}') TO ('{1}')"], rows)).toBeNull();
});

/** Quotes, format strings, dollar quotes, lines, and names that fill the room. */
const TELLING = HOSTILE_NAMES.filter((name) => /['"$%\\\n]|^.{21,}$/u.test(name));

test.each(TELLING)("things called %j", async (name) => {
  await db.reset();
  const n = ident(name);
  await db.run(`CREATE SCHEMA ${n}; CREATE TABLE ${n}.${n} (${n} date) PARTITION BY RANGE (${n}); CREATE SCHEMA parts`);
  await db.run(`CREATE TABLE parts.a PARTITION OF ${n}.${n} FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')`);
  await db.run(`CREATE TABLE parts.${n} PARTITION OF ${n}.${n} DEFAULT; INSERT INTO ${n}.${n} VALUES ('2026-05-05')`);
  const { tables } = link((await db.snapshot()).catalog);
  const table = tables.find(({ partitioning }) => partitioning !== null) as Table;
  const rest = tables.find(({ partitionBound }) => partitionBound === "DEFAULT") as Table;
  const step = moveDefaultRows(table, rest, 10);
  if (step !== null) await applyStep(db, step);
  const found = await db.rows(
    `SELECT c.relnamespace::regnamespace || ' ' || right(c.relname, 5) AS made FROM ${n}.${n} AS t JOIN pg_class AS c ON c.oid = t.tableoid`,
  );
  expect(found).toEqual([{ made: "parts _2026" }]);
});
