import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rebuildStatements } from "../../src/facts/ddl/rebuild.ts";
import type { CatalogData } from "../../src/model/data.ts";
import { link } from "../../src/model/link.ts";
import { type Embedded, openEmbedded } from "../../src/shadow/embedded.ts";
import { type NotRebuilt, rebuild } from "../../src/shadow/rebuild.ts";
import { pgliteSession } from "../../src/sources/catalog/pglite-session.ts";
import { readCatalog } from "../../src/sources/catalog/read.ts";
import { readCases } from "../../src/testing/fixture.ts";
import { EVERYTHING } from "../sources/catalog/everything.ts";
import { ENTANGLED } from "./entangled.ts";

const root = join(import.meta.dirname, "../..");
const fixtures = join(root, "fixtures/rules");

let embedded: Embedded;
beforeAll(async () => {
  embedded = await openEmbedded({ extensions: ["pg_trgm", "pgcrypto", "hstore", "citext", "btree_gist"] });
});
afterAll(() => embedded.close());

const read = async () => readCatalog(await pgliteSession(embedded.db), { stats: false, schemas: null });

/** What the database holds, and what is there after it was made again from that alone. */
async function again(sql: string): Promise<{ before: CatalogData; after: CatalogData; failed: readonly NotRebuilt[]; lost: string[] }> {
  await embedded.reset();
  await embedded.run(sql);
  await embedded.run("RESET ALL");
  const before = await read();
  const { statements, lost } = rebuildStatements(link(before.catalog), before.server.extensions);
  await embedded.reset();
  const failed = await rebuild(embedded, statements);
  const after = await read();
  return { before: before.catalog, after: after.catalog, failed, lost: lost.map(({ object }) => object.path.join(".")) };
}

test.each(readdirSync(fixtures))("the databases of %s come back as they were", async (file) => {
  for (const { sql, name } of readCases(readFileSync(join(fixtures, file), "utf8"))) {
    const { before, after, failed, lost } = await again(sql);
    const ofTheServer = before.schemas.flatMap((schema) =>
      schema.routines.filter(({ language }) => ["c", "internal"].includes(language)).map((routine) => `${schema.name}.${routine.name}`),
    );
    // What calls code of the server goes with it.
    expect(
      failed.filter(({ sql }) => !ofTheServer.some((routine) => sql.includes(routine))),
      name,
    ).toEqual([]);
    expect(
      lost.map((routine) => routine.replace(/\(.*/, "")),
      name,
    ).toEqual(ofTheServer);
    if (ofTheServer.length === 0) expect(after, name).toEqual(before);
  }
});

test("the worked example comes back as it was", async () => {
  const { before, after, failed } = await again(
    readFileSync(join(root, "fixtures/finance/schema.sql"), "utf8").replace(/^\\restrict.*$|^\\unrestrict.*$|^COPY [\s\S]*?^\\\.$/gm, ""),
  );
  expect(failed).toEqual([]);
  expect(after).toEqual(before);
});

test("every kind of object comes back as it was, but for what a catalog does not tell", async () => {
  const { before, after, failed, lost } = await again(EVERYTHING);
  expect(failed).toEqual([]);
  expect(lost).toEqual(["app.sum_all(integer)"]);
  const told = (catalog: CatalogData) =>
    catalog.schemas.map((schema) => ({ ...schema, routines: schema.routines.filter((routine) => routine.kind !== "aggregate") }));
  expect(told(after)).toEqual(told(before));
});

test("partitions, inheritance, extensions and what depends in circles come back as they were", async () => {
  const { before, after, failed } = await again(ENTANGLED);
  expect(failed).toEqual([]);
  expect(after).toEqual(before);
});
