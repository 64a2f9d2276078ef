import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Embedded, openEmbedded } from "../../../src/shadow/embedded.ts";
import { EmbeddedPlanner } from "../../../src/shadow/planner/embedded-planner.ts";
import type { Copy, Prepared } from "../../../src/shadow/planner/messages.ts";

const STATEMENTS = [
  "SELECT * FROM big",
  "SELECT * FROM big WHERE owner = $1 ORDER BY at DESC LIMIT 20",
  "SELECT sum(CASE WHEN flag THEN $1 ELSE $2 END) FROM big",
  "SELECT * FROM big WHERE at > now() - $1",
  "SELECT * FROM big WHERE document @> $1",
  "SELECT * FROM nowhere",
  "SELECT * FROM parts WHERE kind = $1",
  "SELECT * FROM big WHERE gone IS NULL AND owner = $1",
  "SELECT $1",
] as const;

const INDEXES = [
  ["CREATE INDEX c0 ON app.big (owner, at DESC)", "app", "c0", 40, 1],
  ["CREATE INDEX c1 ON app.big ((date(seen)))", "app", "c1", 20, 1],
  ["CREATE INDEX c2 ON app.big USING gin (document jsonb_path_ops)", "app", "c2", 60, 1],
  ["CREATE INDEX c3 ON app.parts (kind)", "app", "c3", 30, 1],
  ["CREATE INDEX c4 ON app.big (owner) WHERE gone IS NULL", "app", "c4", 20, 0.01],
] as const;

const statement = (sql: string) => ({ sql, part: "structure" as const, object: null });
const relation = (name: string, pages: number, rows: number) =>
  `SELECT pg_catalog.pg_restore_relation_stats('schemaname', 'app', 'relname', '${name}', 'relpages', ${pages}, 'reltuples', '${rows}'::real, 'relallvisible', ${pages})`;
const column = (table: string, name: string, distinct: number, nulls = 0) =>
  `SELECT pg_catalog.pg_restore_attribute_stats('schemaname', 'app', 'relname', '${table}', 'attname', '${name}', 'inherited', false,
    'null_frac', '${nulls}'::real, 'avg_width', 8, 'n_distinct', '${distinct}'::real, 'correlation', '0'::real)`;

const COPY: Copy = {
  rebuild: [
    statement("CREATE SCHEMA app"),
    statement(
      "CREATE TABLE app.big (id bigint PRIMARY KEY, owner bigint, at timestamp, seen timestamptz, flag boolean, document jsonb, gone timestamp)",
    ),
    statement("CREATE TABLE app.parts (kind text, n int) PARTITION BY RANGE (n)"),
    statement("CREATE TABLE app.parts_1 PARTITION OF app.parts FOR VALUES FROM (0) TO (10)"),
    statement("CREATE TABLE app.parts_2 PARTITION OF app.parts FOR VALUES FROM (10) TO (20)"),
  ],
  statistics: [
    // Larger than one file of a server.
    relation("big", 200_000, 20_000_000),
    column("big", "owner", 50_000),
    column("big", "gone", 0, 0.01),
    relation("parts_1", 5_000, 500_000),
    column("parts_1", "kind", 1_000),
    relation("parts_2", 10, 1_000),
    column("parts_2", "kind", 1_000),
  ],
  searchPath: '"$user", app',
  settings: ["random_page_cost = '1.5'"],
  indexes: INDEXES.map(([sql, schema, name, bytesPerRow, share]) => ({ sql, schema, name, bytesPerRow, share })),
  statements: [...STATEMENTS],
};

describe("a planner over a copy without rows", () => {
  let embedded: Embedded;
  let planner: EmbeddedPlanner;
  let prepared: Prepared;
  beforeAll(async () => {
    embedded = await openEmbedded();
    planner = new EmbeddedPlanner(embedded);
    prepared = await planner.prepare(COPY);
  });
  afterAll(() => embedded.close());

  const plans = async (indexes: readonly number[]) => planner.plan({ statements: STATEMENTS.map((_, at) => at), indexes });

  test("reads a table as large as the original costs what it costs there", async () => {
    const [all] = await plans([]);
    // seq_page_cost for each page, cpu_tuple_cost for each row
    expect(all?.cost).toBeCloseTo(200_000 + 0.01 * 20_000_000, -2);
  });

  test("uses an index that is shown, and none that is hidden", async () => {
    const [, without] = await plans([]);
    const [, shown] = await plans([0]);
    const [, hidden] = await plans([2]);
    expect(without?.uses).toEqual([]);
    expect(shown?.uses).toEqual([0]);
    expect(shown?.cost).toBeLessThan((without?.cost ?? 0) / 1000);
    expect(hidden?.cost).toBe(without?.cost);
  });

  test("settings of the original count", async () => {
    const [, shown] = await plans([0]);
    // 20 rows anywhere in the table at random_page_cost 1.5
    expect(shown?.cost).toBeLessThan(20 * 1.6 + 10);
  });

  test("an index that PostgreSQL refuses is none", () => {
    expect(prepared.indexes.map((index) => index !== null)).toEqual([true, false, true, true, true]);
  });

  test("sizes follow the rows that are in the index", () => {
    const [whole, , , parts, partial] = prepared.indexes.map((index) => index?.bytes ?? 0) as [number, number, number, number, number];
    expect(whole).toBeGreaterThan(20_000_000 * 40);
    expect(partial).toBeLessThan(whole / 100);
    expect(parts).toBeGreaterThanOrEqual(501_000 * 30);
  });

  test("a placeholder gets the type that its literal had", () => {
    expect(prepared.plannable).toEqual(STATEMENTS.map((sql) => !sql.includes("nowhere")));
  });

  test("documents, partitions and partial indexes", async () => {
    const [, , , , document, nowhere, parts, partial] = await plans([2, 3, 4]);
    expect(nowhere).toBeNull();
    expect(document?.uses).toEqual([2]);
    expect(parts?.uses).toEqual([3]);
    expect(partial?.uses).toEqual([4]);
  });
});
