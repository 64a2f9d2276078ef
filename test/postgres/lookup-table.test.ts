import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { FixStep } from "../../src/contract/fix.ts";
import { moveToLookupTable } from "../../src/contract/steps/lookup-table.ts";
import type { Column } from "../../src/model/catalog.ts";
import { link } from "../../src/model/link.ts";
import { machineFiles } from "../../src/sources/connection/files.ts";
import { resolveConnection } from "../../src/sources/connection/resolve-connection.ts";
import { liveSource } from "../../src/sources/live/live-source.ts";
import { runStep, undoStep } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openNativeDatabase } from "./native-database.ts";
import { type NativeServer, startServer } from "./servers.ts";

let server: NativeServer;
let url: string;
let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  server = await startServer(14);
  url = await server.createDatabase();
  db = await openNativeDatabase(url, (at) =>
    liveSource(resolveConnection(at, {}, {}, machineFiles), { applicationName: "pgassay/test", now: () => new Date(0) }).load(
      { stats: false, schemas: null },
      new AbortController().signal,
    ),
  );
});
afterAll(async () => {
  await db?.close();
  await server?.stop();
});
beforeEach(() => db.reset());

async function planFor(table: string, column: string): Promise<readonly FixStep[]> {
  const { tables } = link((await db.snapshot()).catalog);
  const text = tables.find(({ name }) => name === table)?.columns.find(({ name }) => name === column) as Column;
  return moveToLookupTable({ column: text, named: [column], server: { version: 140_000 } })?.steps ?? [];
}

/** The steps before people switch the code, and those after. */
async function untilSwitch(steps: readonly FixStep[]): Promise<readonly FixStep[]> {
  const at = steps.findIndex(({ phase }) => phase === "switch");
  for (const step of steps.slice(0, at)) if (step.is === "sql") await runStep(db, step);
  return steps.slice(at);
}

const said = () =>
  db.rows("SELECT o.id::int, o.city, c.name FROM orders AS o LEFT JOIN cities AS c ON c.id = o.city_id ORDER BY o.id") as Promise<
    { id: number; city: string | null; name: string | null }[]
  >;

test("old code and new code write side by side, and what they write means the same", async () => {
  await db.run("CREATE TABLE orders (id bigint PRIMARY KEY, city text DEFAULT 'Paris')");
  await db.run("INSERT INTO orders VALUES (1, 'Paris'), (2, 'Rome'), (3, NULL), (4, 'Rome')");
  await untilSwitch(await planFor("orders", "city"));
  const id = (name: string) => `(SELECT id FROM cities WHERE name = '${name}')`;
  await db.run("INSERT INTO orders VALUES (5, 'Oslo'), (6, NULL)");
  await db.run("INSERT INTO orders (id) VALUES (7)");
  await db.run(`INSERT INTO orders (id, city_id) VALUES (8, ${id("Rome")})`);
  await db.run("UPDATE orders SET city = 'Bergen' WHERE id = 1");
  await db.run(`UPDATE orders SET city_id = ${id("Oslo")} WHERE id = 2`);
  await db.run("UPDATE orders SET city = NULL WHERE id = 4");
  await db.run("UPDATE orders SET city_id = NULL WHERE id = 7");
  const named = ["Bergen", "Oslo", null, null, "Oslo", null, null, "Rome"];
  expect(await said()).toEqual(named.map((name, at) => ({ id: at + 1, city: name, name })));
  await expect(db.run("UPDATE orders SET city_id = 99 WHERE id = 1")).rejects.toThrow("orders_city_id_fkey");
  await expect(db.run("DELETE FROM cities WHERE name = 'Rome'")).rejects.toThrow("orders_city_id_fkey");
});

test("two sessions that write a name at once get one row for it, without a right on its table", async () => {
  await db.run("CREATE TABLE orders (id bigint PRIMARY KEY, city text)");
  await untilSwitch(await planFor("orders", "city"));
  await db.run("CREATE ROLE lookup_writer; GRANT INSERT, SELECT ON orders TO lookup_writer");
  const sessions = [new Client({ connectionString: url }), new Client({ connectionString: url })] as const;
  try {
    for (const session of sessions) {
      await session.connect();
      await session.query("SET ROLE lookup_writer");
      await session.query("BEGIN");
    }
    await sessions[0].query("INSERT INTO orders VALUES (1, 'Bergen')");
    const waiting = sessions[1].query("INSERT INTO orders VALUES (2, 'Bergen')");
    await sessions[0].query("COMMIT");
    await waiting;
    await sessions[1].query("COMMIT");
  } finally {
    for (const session of sessions) await session.end();
    await db.run("DROP OWNED BY lookup_writer; DROP ROLE lookup_writer");
  }
  expect(await said()).toEqual([1, 2].map((id) => ({ id, city: "Bergen", name: "Bergen" })));
  expect(await db.rows("SELECT name FROM cities")).toEqual([{ name: "Bergen" }]);
});

test("the way back tells the text what was written without it", async () => {
  await db.run("CREATE TABLE orders (id bigint PRIMARY KEY, city text NOT NULL)");
  await db.run("INSERT INTO orders VALUES (1, 'Paris'), (2, 'Rome')");
  const rest = await untilSwitch(await planFor("orders", "city"));
  const switched = rest.filter((step) => step.is === "sql" && step.phase === "switch");
  for (const step of switched) if (step.is === "sql") await runStep(db, step);
  await db.run("INSERT INTO orders (id, city_id) SELECT 3, id FROM cities WHERE name = 'Rome'");
  await db.run("UPDATE orders SET city_id = (SELECT id FROM cities WHERE name = 'Rome') WHERE id = 1");
  for (const step of switched.toReversed()) await undoStep(db, step);
  await db.run("INSERT INTO orders VALUES (4, 'Oslo')");
  expect(await said()).toEqual(["Rome", "Rome", "Rome", "Oslo"].map((name, at) => ({ id: at + 1, city: name, name })));
});

test("a spelling that a collation takes for another is not lost in silence", async () => {
  await db.run("CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
  await db.run("CREATE TABLE orders (id bigint PRIMARY KEY, city text COLLATE loose)");
  await db.run("INSERT INTO orders VALUES (1, 'Paris'), (2, 'PARIS')");
  const rest = await untilSwitch(await planFor("orders", "city"));
  const release = rest.find((step) => step.is === "sql") as FixStep & { readonly is: "sql" };
  await expect(runStep(db, release)).rejects.toThrow("a row spells its city otherwise than cities does");
  await db.run("UPDATE orders SET city = (SELECT name FROM cities)");
  await runStep(db, release);
});
