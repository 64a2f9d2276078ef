import type pg from "pg";
import { expect, test } from "vitest";
import { HypotheticalPlanner } from "../../../src/sources/live/what-if.ts";

/** A server with hypopg that plans by the indexes it was told of: with one on `big`, it costs a tenth. */
function server(): { client: pg.Client; sent: string[] } {
  const sent: string[] = [];
  let indexes: string[] = [];
  let count = 0;
  const rowsOf = (sql: string): unknown[][] => {
    if (sql.includes("hypopg_create_index")) {
      if (sql.includes("USING gin")) throw Object.assign(new Error("not supported"), { code: "XX000" });
      count += 1;
      indexes.push(`<${count}>btree_big`);
      return [[indexes.at(-1), 8192]];
    }
    if (sql.includes("hypopg_reset")) indexes = [];
    if (/prepare .*nowhere/.test(sql)) throw Object.assign(new Error("no such table"), { code: "42P01", position: "60" });
    if (!sql.includes("explain")) return [];
    const [index] = indexes;
    return [[[{ Plan: { "Total Cost": index === undefined ? 1000 : 100, ...(index === undefined ? {} : { "Index Name": index }) } }]]];
  };
  const query = async ({ text }: { text: string }) => {
    sent.push(text.replace("/* pgassay:what-if */ ", ""));
    return { rows: rowsOf(text) };
  };
  return { client: { query } as unknown as pg.Client, sent };
}

const index = (sql: string) => ({ sql, schema: "public", name: "x", bytesPerRow: 1, share: 1 });
const COPY = {
  rebuild: [],
  statistics: [],
  searchPath: "public",
  settings: [],
  indexes: [index("CREATE INDEX x ON big (it's)"), index("CREATE INDEX y ON big USING gin (b)")],
  statements: ["SELECT * FROM big WHERE a = $1 AND b = $2", "SELECT * FROM nowhere"],
};

test("the live planner sees the indexes of a question, and none before or after", async () => {
  const { client, sent } = server();
  const planner = new HypotheticalPlanner(client, "odd schema");
  expect(await planner.prepare(COPY)).toEqual({ indexes: [{ bytes: 8192 }, null], plannable: [true, false] });
  expect(await planner.plan({ statements: [0, 1], indexes: [] })).toEqual([{ cost: 1000, uses: [] }, null]);
  expect(await planner.plan({ statements: [0], indexes: [0] })).toEqual([{ cost: 100, uses: [0] }]);
  expect(await planner.plan({ statements: [0], indexes: [] })).toEqual([{ cost: 1000, uses: [] }]);
  expect(sent).toContain(
    `select i.indexname, "odd schema".hypopg_relation_size(i.indexrelid)::float8 from "odd schema".hypopg_create_index('CREATE INDEX x ON big (it''s)') as i`,
  );
  expect(sent).toContain("set local plan_cache_mode = force_generic_plan");
});

test("22. nothing is run: statements are prepared and explained, and what was prepared goes", async () => {
  const { client, sent } = server();
  const planner = new HypotheticalPlanner(client, "public");
  await planner.prepare(COPY);
  await planner.plan({ statements: [0], indexes: [0] });
  const kinds = sent.map(
    (sql) =>
      /^(?:set local|select i\.indexname|select public\.hypopg_reset|savepoint|release|rollback to|prepare|explain|deallocate)/.exec(
        sql,
      )?.[0],
  );
  expect(kinds).not.toContain(undefined);
  expect(sent).toContain("explain (format json) execute pgassay_1(null, null)");
  expect(sent.filter((sql) => sql.startsWith("prepare") && !sql.includes("nowhere"))).toHaveLength(
    sent.filter((sql) => sql.startsWith("deallocate")).length,
  );
});
