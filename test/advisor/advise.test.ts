import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { advise } from "../../src/advisor/advise.ts";
import type { AdviceData } from "../../src/model/advice.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { askedDatabase, counted } from "./asked.ts";

let db: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const SCHEMA = `
CREATE TABLE people (id bigint PRIMARY KEY, name text);
CREATE TABLE "Odd ""orders" (id bigint PRIMARY KEY, person bigint REFERENCES people, "placed
on" timestamp, zoned timestamptz, total numeric);
CREATE INDEX odd_person ON "Odd ""orders" (person);
CREATE TABLE history (account bigint, at timestamp, balance numeric, UNIQUE (account, at));
CREATE TABLE tiny (id int, kind text);
CREATE TABLE notes (id bigint PRIMARY KEY, title text, slug text COLLATE "C", tags text[], parts json[]);
CREATE INDEX notes_title ON notes (title);
CREATE INDEX notes_slug ON notes (slug);
`;

const STATS = [
  counted('Odd "orders', 5_000_000, { id: -1, person: 20_000, "placed\non": -0.9, zoned: -0.9, total: -0.5 }, { writes: 5_000 }),
  counted("people", 20_000, { id: -1, name: -0.9 }),
  counted("history", 2_000_000, { account: 1_000, at: -0.5, balance: -0.5 }),
  counted("tiny", 10, { id: -1, kind: 2 }),
  counted("notes", 1_000_000, { id: -1, title: -0.9, slug: -0.9 }),
];

const texts = ({ indexes }: AdviceData) => indexes.map(({ table, keys, predicate }) => `${table} (${keys.join(", ")})${predicate ?? ""}`);

describe("advice", () => {
  test("what the planner would use with the sizes that were counted, and nothing else", async () => {
    const linked = await askedDatabase(
      db,
      SCHEMA,
      [
        [`SELECT * FROM "Odd ""orders" WHERE person = $1 ORDER BY "placed\non" DESC LIMIT $2`, 1_000, 50_000],
        ["SELECT * FROM history WHERE account = $1 ORDER BY at DESC LIMIT $2", 1_000, 1_000],
        ["SELECT * FROM tiny WHERE kind = $1", 1_000, 1_000],
        [`SELECT count(*) FROM "Odd ""orders" WHERE date(zoned) = $1`, 1_000, 50_000],
        ["SELECT * FROM people WHERE nowhere = $1", 7, 10],
        ["SELECT * FROM people WHERE lower(name) = $1 AND no_such_function(id) = $2", 5, 10],
      ],
      STATS,
    );
    const advice = await advise(linked);
    // No index on date(zoned): PostgreSQL takes none whose value depends on the session's time zone.
    expect(texts(advice)).toEqual(['Odd "orders (person, "placed\non" DESC)']);
    const [index] = advice.indexes;
    expect(index).toMatchObject({
      schema: "public",
      by: "restored statistics",
      replaces: ["odd_person"],
      writesPerDay: 5_000,
      columns: ["person", "placed\non"],
    });
    expect(index?.estimatedBytes).toBeGreaterThan(5_000_000 * 20);
    expect(index?.statements).toHaveLength(1);
    expect(index?.statements[0]?.costAfter).toBeLessThan((index?.statements[0]?.costBefore ?? 0) / 5);
    expect(advice.unexplained).toBe(7 + 5);
  });

  test("what a text begins with and what an array holds", async () => {
    const linked = await askedDatabase(
      db,
      SCHEMA,
      [
        ["SELECT * FROM notes WHERE title LIKE $1", 1_000, 50_000],
        ["SELECT * FROM notes WHERE title = $1", 1_000, 100],
        // By bytes, the index that is there does it.
        ["SELECT * FROM notes WHERE slug LIKE $1", 1_000, 50_000],
        ["SELECT * FROM notes WHERE tags @> $1", 1_000, 50_000],
        ["SELECT * FROM notes WHERE tags && ARRAY[$1]", 1_000, 50_000],
        ["SELECT * FROM notes WHERE $1 = ANY (tags)", 1_000, 50_000],
        // An array of what has no order has no operators for it.
        ["SELECT * FROM notes WHERE parts @> $1", 1_000, 50_000],
      ],
      STATS,
    );
    const advice = await advise(linked);
    expect(texts(advice).toSorted()).toEqual(["notes (tags)", "notes (title text_pattern_ops)"]);
    const [array, prefix] = advice.indexes.toSorted((a, b) => Number(b.method === "gin") - Number(a.method === "gin"));
    expect(array).toMatchObject({ method: "gin", replaces: [] });
    expect(array?.statements).toHaveLength(2);
    // The index in the order of the language still sorts.
    expect(prefix).toMatchObject({ method: "btree", replaces: [] });
    expect(prefix?.statements[0]?.costAfter).toBeLessThan((prefix?.statements[0]?.costBefore ?? 0) / 2);
  });

  test("without statistics sizes are assumed, and no bytes are told", async () => {
    const linked = await askedDatabase(db, SCHEMA, [["SELECT * FROM people WHERE lower(name) = $1", 10, 10_000]]);
    const advice = await advise(linked);
    expect(texts(advice)).toEqual(["people ((lower(name)))"]);
    expect(advice.indexes[0]).toMatchObject({ by: "assumed sizes", estimatedBytes: null });
  });

  test("no time, no advice; nothing to try, no copy", async () => {
    const linked = await askedDatabase(db, SCHEMA, [["SELECT * FROM people WHERE name = $1", 10, 10_000]]);
    expect(await advise(linked, { durationMs: 1 })).toEqual({ indexes: [], unexplained: 10 });
    expect(await advise({ ...linked, workload: null })).toEqual({ indexes: [], unexplained: 0 });
  });
});
