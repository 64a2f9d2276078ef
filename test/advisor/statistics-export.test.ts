import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { restoreExport } from "../../src/advisor/exported.ts";
import { readStatisticsExport, STATISTICS_QUERY } from "../../src/advisor/statistics-export.ts";
import { openEmbedded } from "../../src/shadow/embedded.ts";

const DUMP = String.raw`
-- Statistics for Name: orders; Type: STATISTICS DATA; Schema: public
SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '180004'::integer,
	'schemaname', 'public',
	'relname', 'ord''ers',
	'relpages', '12'::integer,
	'reltuples', '1000'::real,
	'relallvisible', '12'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '180004'::integer,
	'schemaname', 'public',
	'relname', 'ord''ers',
	'attname', 'state',
	'inherited', 'f'::boolean,
	'null_frac', '0.25'::real,
	'most_common_vals', E'{"it''s; \\\\ new",done}',
	'most_common_freqs', '{0.5,0.25}'::real[]
);
SELECT pg_catalog.lo_import('/etc/passwd');
`;

test("what pg_dump --statistics-only writes", () => {
  const { relations, columns } = readStatisticsExport("statistics.sql", DUMP);
  expect(relations.map((row) => Object.fromEntries(row))).toEqual([
    { version: "180004", schemaname: "public", relname: "ord'ers", relpages: "12", reltuples: "1000", relallvisible: "12" },
  ]);
  expect(columns.map((row) => row.get("most_common_vals"))).toEqual(['{"it\'s; \\\\ new",done}']);
});

test("nothing but statistics is restored from it", () => {
  const statements = restoreExport(readStatisticsExport("statistics.sql", DUMP));
  expect(statements).toHaveLength(2);
  expect(statements[0]).toBe(
    "SELECT pg_catalog.pg_restore_relation_stats('schemaname', 'public', 'relname', 'ord''ers', 'relpages', '12'::integer, 'reltuples', '1000'::real, 'relallvisible', '12'::integer)",
  );
  expect(statements[1]).toMatch(/'null_frac', '0.25'::real, 'most_common_vals', E'\{"it''s; /);
});

test("the result of the query", () => {
  const json = JSON.stringify({
    relations: [{ schemaname: "app", relname: "t", relpages: 3, reltuples: 20, relallvisible: null }],
    columns: [{ schemaname: "app", relname: "t", attname: "a", inherited: false, n_distinct: -1, most_common_vals: null }],
  });
  const { relations, columns } = readStatisticsExport("statistics.json", json);
  expect(Object.fromEntries(relations[0] ?? [])).toEqual({ schemaname: "app", relname: "t", relpages: "3", reltuples: "20" });
  expect(Object.fromEntries(columns[0] ?? [])).toEqual({
    schemaname: "app",
    relname: "t",
    attname: "a",
    inherited: "false",
    n_distinct: "-1",
  });
});

test.each(["", "CREATE TABLE t (a int);", "{", '{"relations": [], "columns": null}'])("anything else is refused: %j", (text) => {
  expect(() => readStatisticsExport("x.sql", text)).toThrow(/neither what pg_dump/);
});

test("the query of the documentation gives what is read, and what is read can be restored", async () => {
  expect(readFileSync(join(import.meta.dirname, "../../docs/cli.md"), "utf8")).toContain(STATISTICS_QUERY);
  const embedded = await openEmbedded();
  try {
    const schema = `CREATE TABLE "Odd ""t" (a int, b text[]); CREATE INDEX odd_a ON "Odd ""t" (a)`;
    await embedded.run(schema);
    await embedded.run(`INSERT INTO "Odd ""t" SELECT i % 7, ARRAY['it''s', '\\ {' || i % 3] FROM generate_series(1, 500) i`);
    await embedded.run("ANALYZE");
    const [row] = await embedded.rows<Record<string, unknown>>(STATISTICS_QUERY);
    const text = JSON.stringify(Object.values(row ?? {})[0]);
    await embedded.reset();
    await embedded.run(schema);
    for (const statement of restoreExport(readStatisticsExport("x.json", text))) await embedded.run(statement);
    const [again] = await embedded.rows<Record<string, unknown>>(STATISTICS_QUERY);
    expect(JSON.parse(JSON.stringify(Object.values(again ?? {})[0]))).toEqual(JSON.parse(text));
  } finally {
    await embedded.close();
  }
});
