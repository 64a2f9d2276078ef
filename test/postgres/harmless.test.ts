import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HypotheticalPlanner } from "../../src/sources/live/what-if.ts";
import { EVERYTHING } from "../sources/catalog/everything.ts";
import { startProxy } from "./proxy.ts";
import { readLive } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

let server: NativeServer;
let url: string;
let owner: pg.Client;

beforeAll(async () => {
  server = await startServer(17);
  url = await server.createDatabase("app");
  owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query(EVERYTHING);
});

afterAll(async () => {
  await owner.end();
  await server.stop();
});

const HELD = `select distinct c.relkind = 'S' as sequence, l.mode from pg_locks l join pg_class c on c.oid = l.relation
  join pg_stat_activity a using (pid) where a.application_name = 'pgassay/test' and l.granted`;

const BUSY = "select from pg_stat_activity where application_name = 'pgassay/test' and state = 'active'";

test("16. at no query a lock is held for which a writer waits", async () => {
  const held = { table: new Set<string>(), sequence: new Set<string>() };
  let looks = 0;
  // Each query waits until the one before it is done, and somebody else has looked at what our session holds.
  let before: Promise<unknown> = Promise.resolve();
  const proxy = await startProxy(server.port, (_, sent, __, goOn) => {
    if (!sent.includes("/* pgassay:")) return false;
    before = before.then(async () => {
      while ((await owner.query(BUSY)).rows.length > 0) await pause(1);
      for (const { sequence, mode } of (await owner.query(HELD)).rows) held[sequence ? "sequence" : "table"].add(mode);
      looks += 1;
      goOn();
    });
    return true;
  });
  const through = url.replace(`:${server.port}/`, `:${proxy.port}/`);
  await readLive(`${through}?sslmode=disable`, { stats: true }).finally(() => proxy.stop());
  expect(looks).toBeGreaterThan(50);
  expect([...held.table]).toEqual(["AccessShareLock"]);
  // pg_sequence_last_value takes the lock that nextval takes, which does not wait for itself.
  expect([...held.sequence]).toEqual(["RowExclusiveLock"]);
});

test("18. tables that come, go and change their names while we read cost nothing but themselves", async () => {
  const before = await readLive(url);
  const storm = new pg.Client({ connectionString: url });
  await storm.connect();
  let over = false;
  let rounds = 0;
  const storming = (async () => {
    for (; !over; rounds += 1) {
      const n = rounds % 50;
      await storm.query(
        `create table app.storm_${n} (id int primary key, note text default 'x', check (id > 0)); create view app.storm_view_${n} as select id from app.storm_${n}`,
      );
      await storm.query(`alter table app.storm_${n} rename to storm_renamed_${n}`);
      await storm.query(`drop table app.storm_renamed_${n} cascade`);
    }
  })();
  try {
    for (let reads = 0; reads < 10; reads += 1) {
      const { catalog, gaps } = await readLive(url, { stats: true });
      for (const gap of gaps) expect(gap.subject).toMatch(/^app\.storm_/);
      const [app, was] = [catalog, before.catalog].map((it) => it.schemas.find(({ name }) => name === "app"));
      for (const { name } of app?.tables ?? []) if (name.startsWith("storm_")) expect(name).toMatch(/^storm_(?:renamed_)?\d+$/);
      expect(app?.tables.filter(({ name }) => !name.startsWith("storm_"))).toEqual(was?.tables);
    }
  } finally {
    over = true;
    await storming.finally(() => storm.end());
  }
  expect(rounds).toBeGreaterThan(10);
});

test("21. functions in defaults, checks, indexes, views and policies are read, and never run", async () => {
  const body = (text: string) =>
    `create or replace function app.trap(int) returns int immutable language plpgsql as $$ begin ${text}; end $$`;
  await owner.query(`${body("return $1")};
    create table app.trapped (id int default app.trap(1) check (app.trap(id) > 0), twice int generated always as (app.trap(id)) stored);
    insert into app.trapped values (1);
    create index trapped_expression on app.trapped (app.trap(id)) where app.trap(id) > 0;
    create view app.trapped_view as select app.trap(7) as seven;
    create policy trapped_policy on app.trapped using (app.trap(id) > 0);
    ${body("raise 'the trap was run'")}`);
  await expect(owner.query("explain select * from app.trapped_view")).rejects.toThrow("the trap was run");
  const { catalog, gaps } = await readLive(url, { stats: true });
  expect(gaps.filter(({ what }) => what !== "statistics")).toEqual([]);
  const app = catalog.schemas.find(({ name }) => name === "app");
  const trapped = app?.tables.find(({ name }) => name === "trapped");
  expect(JSON.stringify(trapped?.indexes)).toContain("app.trap");
  expect(trapped?.policies[0]?.using).toContain("app.trap");
  expect(app?.views.find(({ name }) => name === "trapped_view")?.definition).toContain("app.trap");
});

test("22. what a logged statement would do is not done: it is planned, or refused", async () => {
  await owner.query(`create function public.hypopg_reset() returns void language sql as '';
    create table app.victim (id int); insert into app.victim values (1);
    create procedure app.harm() language sql as 'delete from app.victim'`);
  const refused = [
    "select 1; drop table app.victim",
    "explain analyze delete from app.victim",
    "do $$ begin delete from app.victim; end $$",
    "call app.harm()",
    "copy app.victim to program 'false'",
    "truncate app.victim",
  ];
  const planned = [
    "with gone as (delete from app.victim returning id) select * from gone",
    "select pg_terminate_backend(pg_backend_pid())",
  ];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Not even read-only, as the real transaction is.
  await client.query("begin");
  const planner = new HypotheticalPlanner(client, "public");
  const copy = { rebuild: [], statistics: [], searchPath: "public", settings: [], indexes: [] };
  const { plannable } = await planner.prepare({ ...copy, statements: [...refused, ...planned] });
  await planner.plan({ statements: [...refused, ...planned].map((_, at) => at), indexes: [] });
  await client.query("commit");
  await client.end();
  expect(plannable).toEqual([...refused.map(() => false), ...planned.map(() => true)]);
  expect((await owner.query("select id from app.victim")).rows).toEqual([{ id: 1 }]);
});
