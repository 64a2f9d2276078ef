import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EVERYTHING } from "../sources/catalog/everything.ts";
import { startProxy, type WayThrough } from "./proxy.ts";
import { readLive } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";
import { type Standby, startStandby } from "./standby.ts";

let primary: NativeServer;
let standby: Standby;
let owner: pg.Client;
let urls: { readonly primary: string; readonly standby: string };
const proxies: WayThrough[] = [];

beforeAll(async () => {
  primary = await startServer(15);
  const url = await primary.createDatabase("app");
  owner = new pg.Client({ connectionString: url });
  await owner.connect();
  // Otherwise what was done may not be written yet when the standby is asked how far it is.
  await owner.query("set synchronous_commit = on");
  await owner.query(EVERYTHING);
  standby = await startStandby(primary);
  urls = { primary: url, standby: standby.urlOf(url) };
});

afterAll(async () => {
  for (const proxy of proxies) await proxy.stop();
  await standby?.stop();
  await owner.end();
  await primary.stop();
});

/** Asks the standby until it says yes. */
async function until(question: string, parameters: readonly string[] = []): Promise<void> {
  const reader = new pg.Client({ connectionString: urls.standby });
  await reader.connect();
  try {
    while (!(await reader.query(`select ${question} as yes`, [...parameters])).rows[0].yes) await pause(50);
  } finally {
    await reader.end();
  }
}

/** Until the standby has seen everything that the primary has done. */
async function caughtUp(): Promise<void> {
  const { rows } = await owner.query("select pg_current_wal_flush_lsn()::text as lsn");
  await until("pg_last_wal_replay_lsn() >= $1::pg_lsn", [rows[0].lsn]);
}

/** Until our session has read this catalog, which it keeps a lock on. */
async function haveRead(catalog: string): Promise<void> {
  await until("exists (select from pg_locks where relation = $1::regclass and pid <> pg_backend_pid())", [catalog]);
}

test("8. a hot standby is read as its primary is, and says what it is", async () => {
  await caughtUp();
  const [there, here] = [await readLive(urls.primary), await readLive(urls.standby, { stats: true })];
  expect(here.catalog).toEqual(there.catalog);
  expect([there.server.standby, here.server.standby]).toEqual([false, true]);
  expect((await readLive(`${urls.standby}?target_session_attrs=standby`)).server.standby).toBe(true);
  await expect(readLive(`${urls.standby}?target_session_attrs=primary`)).rejects.toMatchObject({ name: "PgassayError" });
});

test("8. what replication ends is read once more", async () => {
  await caughtUp();
  let conflicts = 0;
  // In the middle of our first reading, the primary takes and replays a lock on a catalog that we have read.
  const proxy = await startProxy(Number(new URL(urls.standby).port), (connection, sent, _, goOn) => {
    if (connection > 1 || conflicts > 0 || !sent.includes("pgassay:policies")) return false;
    conflicts += 1;
    void haveRead("pg_catalog.pg_constraint")
      .then(() => owner.query("begin; lock table pg_catalog.pg_constraint in access exclusive mode; commit"))
      .then(caughtUp)
      .then(goOn);
    return true;
  });
  proxies.push(proxy);
  const read = await readLive(urls.standby.replace(/:\d+\/app$/, `:${proxy.port}/app?sslmode=disable`));
  expect(conflicts).toBe(1);
  expect(proxy.connections).toBe(2);
  expect(read.catalog).toEqual((await readLive(urls.primary)).catalog);
});
