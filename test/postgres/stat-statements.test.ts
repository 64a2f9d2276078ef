import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ident } from "../../src/facts/identifier.ts";
import type { SnapshotData } from "../../src/model/snapshot.ts";
import { sourceOf } from "./read-live.ts";
import { type Major, type NativeServer, startServer } from "./servers.ts";

const CANARY = "canary7Kq2vXw9";
/** In the names of the schema, and of a table that statements name. */
const HOSTILE = `we"ird\n\u202e`;

const PRELOADED = { shared_preload_libraries: "pg_stat_statements", "pg_stat_statements.track": "all" };

async function client(url: string, user?: string): Promise<pg.Client> {
  const target = new URL(url);
  if (user !== undefined) target.username = user;
  const opened = new pg.Client({ connectionString: target.href });
  opened.on("error", () => {});
  await opened.connect();
  return opened;
}

async function read(url: string, user?: string): Promise<SnapshotData & { readonly notices: readonly string[] }> {
  const target = new URL(url);
  if (user !== undefined) target.username = user;
  const source = sourceOf(target.href);
  const snapshot = await source.load({ stats: false, schemas: null, workload: true }, new AbortController().signal);
  return { ...snapshot, notices: source.notices };
}

describe.each<Major>([14, 16, 18])("PostgreSQL %i with pg_stat_statements", (major) => {
  let server: NativeServer;
  let url: string;
  let owner: pg.Client;
  let snapshot: Awaited<ReturnType<typeof read>>;

  beforeAll(async () => {
    server = await startServer(major, { settings: PRELOADED });
    url = await server.createDatabase();
    owner = await client(url);
    await owner.query(`create schema ${ident(HOSTILE)}; create extension pg_stat_statements schema ${ident(HOSTILE)}`);
    await owner.query(`create table ${ident(HOSTILE)}.t (a int, b text); create role reader login; create role other login`);
    await owner.query(`grant usage on schema ${ident(HOSTILE)} to reader, other; grant select on ${ident(HOSTILE)}.t to other`);
    await owner.query("create function twice() returns bigint language sql as 'select count(*) from pg_catalog.pg_class where oid > 1'");
    await owner.query(`select ${ident(HOSTILE)}.pg_stat_statements_reset()`);
    for (let n = 0; n < 5; n += 1) await owner.query(`select b from ${ident(HOSTILE)}.t where a = ${n} and b <> '${CANARY}'`);
    for (let n = 0; n < 3; n += 1) await owner.query(`insert into ${ident(HOSTILE)}.t values ($1, $2)`, [n, CANARY]);
    await owner.query("select twice()");
    await owner.query(`alter role other password '${CANARY}'`);
    await owner.query(`comment on table ${ident(HOSTILE)}.t is '${CANARY}' /* ${CANARY} */`);
    await owner.query(`create view ${ident(HOSTILE)}.v as select '${CANARY}' as c`);
    const elsewhere = await client(server.url);
    await elsewhere.query("select 'another database' as elsewhere");
    await elsewhere.end();
    const other = await client(url, "other");
    await other.query(`select count(*) from ${ident(HOSTILE)}.t where a > 7`);
    await other.end();
    snapshot = await read(url);
  }, 120_000);
  afterAll(async () => {
    await owner?.end();
    await server?.stop();
  });

  const called = (data: SnapshotData, part: RegExp) => data.workload?.statements.find(({ sql }) => part.test(sql));

  test("statements are counted under their normalised text", () => {
    const { workload } = snapshot;
    expect(workload?.origin).toBe("pg_stat_statements");
    expect(called(snapshot, /^select b from/)).toMatchObject({
      calls: 5,
      timed: 5,
      rows: 0,
      sql: expect.stringMatching(/a = \$1 and b <> \$2$/),
    });
    expect(called(snapshot, /^insert into/)).toMatchObject({ calls: 3, rows: 3 });
    expect(called(snapshot, /^select b from/)?.totalMs).toBeGreaterThan(0);
  });

  test("the reset and the deallocations are known", () => {
    const { workload } = snapshot;
    expect(workload?.coverage).toMatchObject({ dropped: 0, sources: [snapshot.source.name] });
    expect(Date.parse(workload?.window.since ?? "")).toBeLessThanOrEqual(Date.parse(workload?.window.until ?? ""));
  });

  test("nothing of another database, of pgassay itself or of the inside of functions is in it", () => {
    const texts = snapshot.workload?.statements.map(({ sql }) => sql) ?? [];
    expect(texts.filter((sql) => /elsewhere|pg_stat_statements s|oid >/.test(sql))).toEqual([]);
    expect(called(snapshot, /^select twice/)).toMatchObject({ calls: 1 });
    expect(snapshot.notices).toContainEqual(expect.stringMatching(/sent from inside functions, and left out/));
  });

  test("no literal is kept, not even of a utility statement", async () => {
    const raw = await owner.query(`select query from ${ident(HOSTILE)}.pg_stat_statements`);
    expect(JSON.stringify(raw.rows)).toContain(CANARY);
    expect(JSON.stringify([snapshot.workload, snapshot.gaps])).not.toContain(CANARY);
    expect(called(snapshot, /^comment on/i)).toMatchObject({ calls: 1 });
  });

  test("what a role may not see is counted, by its cost", async () => {
    const seen = await read(url, "reader");
    const hidden = called(seen, /^<insufficient privilege>$/);
    const whole = (data: SnapshotData) => data.workload?.statements.reduce((sum, { calls }) => sum + calls, 0) ?? 0;
    expect(hidden?.calls).toBeGreaterThanOrEqual(10);
    expect(seen.workload?.coverage.unparsable).toBe(hidden?.calls);
    expect(whole(seen)).toBeGreaterThanOrEqual(whole(snapshot));
    expect(seen.gaps.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/of other roles is not shown/));
  });

  test("a role that may not read the view at all is told so", async () => {
    await owner.query(`revoke all on ${ident(HOSTILE)}.pg_stat_statements from public`);
    const { workload, gaps } = await read(url, "reader");
    await owner.query(`grant select on ${ident(HOSTILE)}.pg_stat_statements to public`);
    expect(workload).toBeNull();
    expect(gaps).toContainEqual(expect.objectContaining({ subject: "pg_stat_statements", reason: "this role may not read it" }));
  });

  test("a database without the extension says so", async () => {
    const { workload, gaps } = await read(await server.createDatabase());
    expect(workload).toBeNull();
    expect(gaps).toContainEqual(
      expect.objectContaining({ subject: "pg_stat_statements", reason: expect.stringContaining("not installed") }),
    );
  });
});

test("an extension that the server did not load is named as such", async () => {
  const server = await startServer(17);
  try {
    const url = await server.createDatabase();
    const owner = await client(url);
    await owner.query("create extension pg_stat_statements");
    await owner.end();
    const { workload, gaps } = await read(url);
    expect(workload).toBeNull();
    expect(gaps).toContainEqual(expect.objectContaining({ reason: expect.stringContaining("shared_preload_libraries") }));
  } finally {
    await server.stop();
  }
}, 60_000);
