import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CatalogData } from "../../src/model/data.ts";
import { pgliteSession } from "../../src/sources/catalog/pglite-session.ts";
import { readCatalog } from "../../src/sources/catalog/read.ts";
import { EVERYTHING } from "../sources/catalog/everything.ts";
import { readLive } from "./read-live.ts";
import { MAJORS, startServer } from "./servers.ts";

/** PostgreSQL 16 stopped to put the name of the only relation before the columns of a view. */
const ONE_RELATION = "create schema one; create table one.t (id int); create view one.v as select id from one.t where id > 1";

let embedded: CatalogData;

beforeAll(async () => {
  const db = await PGlite.create();
  await db.exec(EVERYTHING);
  embedded = (await readCatalog(await pgliteSession(db), { stats: false, schemas: null })).catalog;
  await db.close();
});

describe.each([...MAJORS])("PostgreSQL %i", (major) => {
  let url: string;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const server = await startServer(major);
    stop = server.stop;
    url = await server.createDatabase();
    await run(url, EVERYTHING);
  });

  afterAll(() => stop());

  test("10. describes the same schema as the embedded one", async () => {
    const { catalog, server, gaps } = await readLive(url);
    expect(catalog).toEqual(embedded);
    expect(gaps).toEqual([]);
    expect(Math.floor(server.version / 10_000)).toBe(major);
  });

  test("writes the text of a view over one relation in its own way", async () => {
    await run(url, ONE_RELATION);
    const { catalog } = await readLive(url);
    const view = catalog.schemas.find(({ name }) => name === "one")?.views[0];
    expect(view?.definition).toBe(
      major < 16 ? "SELECT t.id\n   FROM one.t\n  WHERE (t.id > 1)" : "SELECT id\n   FROM one.t\n  WHERE (id > 1)",
    );
    expect(view?.reads).toEqual([["one", "t", "id"]]);
  });
});

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
