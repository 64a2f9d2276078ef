import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EVERYTHING } from "../sources/catalog/everything.ts";
import { type Pooler, startPgBouncer } from "./pgbouncer.ts";
import { readLive, sourceOf } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

let server: NativeServer;
let direct: string;
let pooler: Pooler;

beforeAll(async () => {
  server = await startServer(15);
  direct = await server.createDatabase("app");
  const owner = new pg.Client({ connectionString: direct });
  await owner.connect();
  await owner.query(EVERYTHING).finally(() => owner.end());
  pooler = await startPgBouncer(direct);
});

afterAll(async () => {
  await pooler?.stop();
  await server.stop();
});

/** What a session has that a transaction does not take with it, and which session of the server it is. */
const LEFT = `select pg_backend_pid() as pid,
  (select array_agg(name || '=' || setting order by name) from pg_settings where name <> 'application_name') as settings,
  (select count(*)::int from pg_prepared_statements) as prepared,
  (select count(*)::int from pg_class where relpersistence = 't') as temporary,
  (select count(*)::int from pg_cursors where name <> '') as cursors,
  (select count(*)::int from pg_locks where locktype = 'advisory') as advisory`;

test("6. through a pool of one connection the run completes, and the next client finds the session as it was", async () => {
  const other = new pg.Client({ connectionString: pooler.url });
  await other.connect();
  try {
    const [before] = (await other.query(LEFT)).rows;
    // The other client stays connected: both share the one session, transaction by transaction.
    const pooled = await readLive(pooler.url, { stats: true });
    expect((await other.query(LEFT)).rows).toEqual([before]);
    const straight = await readLive(direct, { stats: true });
    expect(pooled.catalog).toEqual(straight.catalog);
    expect(pooled.gaps).toEqual(straight.gaps);

    const want = { stats: true, schemas: null, workload: true, sample: { rows: 10, includes: () => true } };
    await sourceOf(pooler.url).load(want, new AbortController().signal);
    expect((await other.query(LEFT)).rows).toEqual([before]);
    expect(before).toMatchObject({ prepared: 0, temporary: 0, cursors: 0, advisory: 0 });
  } finally {
    await other.end();
  }
});
