import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assumedFigures } from "../../src/advisor/assumed.ts";
import { definitionOf } from "../../src/advisor/candidate.ts";
import { candidatesFor } from "../../src/advisor/candidates.ts";
import { countedFigures } from "../../src/advisor/figures.ts";
import type { Table } from "../../src/model/catalog.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { type Asked, askedDatabase, counted } from "./asked.ts";

let db: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  db = await openTestDatabase(["pg_trgm"]);
});
afterAll(() => db.close());

const SHOP = `
CREATE TABLE people (id bigint PRIMARY KEY, email text UNIQUE, name text, code text COLLATE "C", nick varchar(20), tags text[]);
CREATE TABLE orders (
  id bigint PRIMARY KEY, person bigint REFERENCES people, state text, placed timestamp, changed timestamptz,
  paid boolean, gone timestamp, total numeric, details jsonb, notes json
);
CREATE INDEX orders_state ON orders (state);
`;

const FIGURES = [
  counted("orders", 1_000_000, { person: 50_000, state: 5, placed: -0.9, paid: 2, gone: 10, total: -0.5 }, {}),
  counted("people", 50_000, { email: -1, name: 40_000 }),
];

async function candidates(asked: readonly Asked[], table = "orders", trigrams: string | null = null): Promise<string[]> {
  const linked = await askedDatabase(db, SHOP, asked, FIGURES);
  const found = linked.catalog.find({ kind: "table", path: ["public", table] }) as Table;
  const figures = countedFigures(linked.stats as NonNullable<typeof linked.stats>, linked.catalog.tables, assumedFigures());
  if (figures === null || linked.workload === null) throw new Error("nothing was counted");
  const weight = linked.workload.totalMs;
  return candidatesFor(found, linked.workload.statements, figures, { perTable: 100, trigrams }, weight).map(({ candidate }) =>
    definitionOf(candidate).replace(`ON public.${table} USING `, ""),
  );
}

const cold: Asked = ["SELECT count(*) FROM people", 1, 100_000];

describe("candidates", () => {
  test("columns that equal something, the most selective first, then the order with its direction", async () => {
    const found = await candidates([["SELECT * FROM orders WHERE state = $1 AND person = $2 ORDER BY placed DESC, id", 10, 10], cold]);
    expect(found).toContain("btree (person, state)");
    expect(found).toContain("btree (person, state, placed DESC, id)");
    expect(found.filter((text) => text.startsWith("btree (state"))).toEqual([]);
  });

  test("a column that another statement asks alone may lead, so that one index serves both", async () => {
    const found = await candidates([
      ["SELECT * FROM orders WHERE total = $1 AND person = $2", 10, 10],
      ["SELECT * FROM orders WHERE person = $1", 10, 10],
      cold,
    ]);
    expect(found).toContain("btree (total, person)");
    expect(found).toContain("btree (person, total)");
  });

  test("a range comes after what is equal", async () => {
    const found = await candidates([["SELECT * FROM orders WHERE person = $1 AND placed >= $2 AND placed < $3", 10, 10], cold]);
    expect(found).toEqual(["btree (person)", "btree (person, placed)"]);
  });

  test("nothing that an index of the table does already, and nothing where one row is asked by its key", async () => {
    expect(await candidates([["SELECT * FROM orders WHERE state = $1", 10, 10], cold])).toEqual([]);
    expect(await candidates([["SELECT * FROM orders WHERE id = $1 AND person = $2", 10, 10], cold])).toEqual([]);
    expect(await candidates([["SELECT * FROM people WHERE email = $1 ORDER BY name", 10, 10], cold], "people")).toEqual([]);
  });

  test("the column of a join", async () => {
    const found = await candidates([
      ["SELECT * FROM people p JOIN orders o ON o.person = p.id WHERE p.name = $1 AND o.total > $2", 10, 10],
      cold,
    ]);
    expect(found).toContain("btree (person)");
    expect(found).toContain("btree (person, total)");
  });

  test("a condition that nearly every call has makes a partial index, one that some have does not", async () => {
    const always: Asked = ["SELECT * FROM orders WHERE person = $1 AND paid IS TRUE", 95, 10];
    const never: Asked = ["SELECT * FROM orders WHERE person = $1", 5, 10];
    expect(await candidates([always, never, cold])).toContain("btree (person) WHERE paid IS TRUE");
    const often = await candidates([[always[0], 50, 10], [never[0], 50, 10], cold]);
    expect(often.filter((text) => text.includes("WHERE"))).toEqual([]);
    expect(often).toContain("btree (person, paid)");
  });

  test("few rows are worth a partial index, whoever asks", async () => {
    const found = await candidates([
      ["SELECT * FROM orders WHERE gone IS NULL ORDER BY placed", 10, 10],
      ["SELECT * FROM orders WHERE person = $1", 90, 10],
      cold,
    ]);
    expect(found).toContain("btree (placed) WHERE gone IS NULL");
  });

  test("an expression, when no placeholder is in it", async () => {
    const found = await candidates([
      ["SELECT * FROM orders WHERE lower(state) = $1 AND date_trunc($2, placed) = $3", 10, 10],
      ["SELECT * FROM orders WHERE person = $1 AND date(placed) >= $2", 10, 10],
      cold,
    ]);
    expect(found).toContain("btree ((lower(state)))");
    expect(found).toContain("btree (person, (date(placed)))");
    expect(found.join()).not.toContain("$");
  });

  test("documents by what is asked of them", async () => {
    const found = await candidates([
      ["SELECT * FROM orders WHERE details @> $1", 10, 10],
      ["SELECT * FROM orders WHERE details ? $1", 10, 10],
      ["SELECT * FROM orders WHERE notes::jsonb @> $1", 10, 10],
      ["SELECT * FROM orders WHERE (details -> $1) @> $2", 10, 10],
      cold,
    ]);
    expect(found).toEqual(["gin (details jsonb_path_ops)", "gin (details)", "gin ((notes::jsonb) jsonb_path_ops)"]);
  });

  test("patterns, where pg_trgm is installed", async () => {
    const search: Asked = ["SELECT * FROM people WHERE name ILIKE $1", 10, 10];
    expect(await candidates([search, cold], "people")).toEqual([]);
    expect(await candidates([search, cold], "people", "ext.gin_trgm_ops")).toEqual(["gin (name ext.gin_trgm_ops)"]);
  });

  test("what a text begins with, in the class that its collation asks for", async () => {
    const like = (condition: string): Asked => [`SELECT * FROM people WHERE ${condition}`, 10, 10];
    expect(await candidates([like("name LIKE $1"), cold], "people")).toEqual(["btree (name text_pattern_ops)"]);
    expect(await candidates([like("nick::text LIKE $1"), cold], "people")).toEqual(["btree (nick varchar_pattern_ops)"]);
    expect(await candidates([like("code LIKE $1"), cold], "people")).toEqual(["btree (code)"]);
    expect(await candidates([like("lower(name) LIKE $1"), cold], "people")).toEqual(["btree ((lower(name)) text_pattern_ops)"]);
    expect(await candidates([like("nick = $1 AND name LIKE $2"), cold], "people")).toEqual([
      "btree (nick)",
      "btree (nick, name text_pattern_ops)",
    ]);
    // Its unique index compares by the order of the language.
    expect(await candidates([like("email LIKE $1"), cold], "people")).toEqual(["btree (email text_pattern_ops)"]);
    expect(await candidates([like("name NOT LIKE $1"), cold], "people")).toEqual([]);
    expect(await candidates([like("name LIKE $1"), cold], "people", "ext.gin_trgm_ops")).toEqual(["gin (name ext.gin_trgm_ops)"]);
  });

  test("what an array holds, but not a value's own search in it", async () => {
    const asks = (condition: string): Asked => [`SELECT * FROM people WHERE ${condition}`, 10, 10];
    for (const condition of ["tags @> $1", "$1 <@ tags", "tags && ARRAY[$1]", "tags <@ $1"])
      expect(await candidates([asks(condition), cold], "people")).toEqual(["gin (tags)"]);
    expect(await candidates([asks("$1 = ANY (tags)"), cold], "people")).toEqual([]);
  });

  test("what a hot and narrow statement reads besides is included", async () => {
    const hot: Asked = ["SELECT total FROM orders WHERE person = $1", 10, 10_000];
    expect(await candidates([hot])).toEqual(["btree (person)", "btree (person) INCLUDE (total)"]);
    expect(await candidates([["SELECT * FROM orders WHERE person = $1", 10, 10_000]])).toEqual(["btree (person)"]);
    expect(await candidates([["SELECT total FROM orders WHERE person = $1", 10, 1], cold])).toEqual(["btree (person)"]);
  });
});
