import { afterAll, beforeAll, expect, test } from "vitest";
import { ident, qualified } from "../../../src/facts/identifier.ts";
import { renderIndex } from "../../../src/facts/index/render-index.ts";
import { link } from "../../../src/model/link.ts";
import type { TestDatabase } from "../../../src/testing/database.ts";
import { openTestDatabase } from "../../../src/testing/embedded-database.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const SCHEMA = `
  CREATE SCHEMA "Odd ""schema""";
  CREATE COLLATION "Odd ""schema"""."C.o.l" (provider = libc, locale = 'C');
  CREATE FUNCTION "Odd ""schema""".twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
  CREATE TABLE "Odd ""schema"""."t; --" (a integer, "B ""b" text, "select" text, doc jsonb, span int4range);
  CREATE MATERIALIZED VIEW "Odd ""schema""".m AS SELECT a AS "A a", "select" FROM "Odd ""schema"""."t; --";
`;

const ON = `"Odd ""schema"""."t; --"`;

test.each([
  `INDEX i ON ${ON} (a)`,
  `INDEX i ON ${ON} (a DESC, "B ""b" NULLS FIRST, "select" DESC NULLS LAST)`,
  `UNIQUE INDEX "i "" ; --" ON ${ON} ("B ""b", "select") INCLUDE (a, doc) NULLS NOT DISTINCT WITH (deduplicate_items = off, fillfactor = 70)`,
  `INDEX i ON ${ON} ("B ""b" COLLATE "C" text_pattern_ops DESC)`,
  `INDEX i ON ${ON} ("B ""b" COLLATE "Odd ""schema"""."C.o.l")`,
  `INDEX i ON ${ON} (lower("B ""b") varchar_pattern_ops, (a + 1) DESC, "Odd ""schema""".twice(a))`,
  `INDEX i ON ${ON} ((doc ->> E'it''s \\\\'), (("select" IS NULL))) WHERE "select" <> E'a\\\\b''c' AND a > 0`,
  `INDEX i ON ${ON} USING gin (doc jsonb_path_ops) WITH (fastupdate = off)`,
  `INDEX i ON ${ON} USING brin (a, "B ""b") WITH (pages_per_range = 16)`,
  `INDEX i ON ${ON} USING gist (span)`,
  `INDEX i ON ${ON} USING hash ("B ""b" text_pattern_ops)`,
  `UNIQUE INDEX i ON "Odd ""schema""".m ("A a" DESC, "select", lower("select"))`,
])("CREATE %s is written as the server writes it", async (text) => {
  await db.reset();
  await db.run(SCHEMA);
  await db.run(`CREATE ${text}`);
  const catalog = link((await db.snapshot()).catalog);
  const index = [...catalog.tables, ...catalog.views].flatMap((relation) => relation.indexes)[0];
  if (index === undefined) throw new Error("the index was not read");
  const [before] = await definitions();
  await db.run(`DROP INDEX ${qualified([index.path[0] as string, index.name])}`);
  await db.run(renderIndex(index, { concurrently: true }));
  expect(await definitions()).toEqual([before]);
});

async function definitions(): Promise<unknown[]> {
  const schema = ident('Odd "schema"');
  const rows = await db.rows(`
    SELECT pg_catalog.pg_get_indexdef(indexrelid) AS text FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid WHERE c.relnamespace = '${schema.replaceAll("'", "''")}'::regnamespace`);
  return rows.map((row) => row.text);
}
