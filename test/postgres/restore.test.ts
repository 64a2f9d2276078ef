import { execFileSync } from "node:child_process";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { link } from "../../src/model/link.ts";
import { EVERYTHING } from "../sources/catalog/everything.ts";
import { readLive } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

function hasClients(): boolean {
  try {
    return /\b15\./.test(execFileSync("pg_dump", ["--version"], { encoding: "utf8" }));
  } catch {
    return false;
  }
}

describe.skipIf(!hasClients())("dump and restore", () => {
  let server: NativeServer;

  beforeAll(async () => {
    server = await startServer(15);
  });

  afterAll(() => server.stop());

  test("46. give the same catalog, and the same hash", async () => {
    const url = await server.createDatabase();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(EVERYTHING).finally(() => client.end());
    const copy = await server.createDatabase();
    // The copy has other OIDs, and what is in the dump by default only.
    execFileSync("psql", ["-qX", "-v", "ON_ERROR_STOP=1", copy], {
      input: execFileSync("pg_dump", [url], { encoding: "utf8" }),
      stdio: ["pipe", "ignore", "pipe"],
    });
    const [before, after] = [await readLive(url), await readLive(copy)];
    expect(after.catalog).toEqual(before.catalog);
    expect(link(after.catalog).hash).toBe(link(before.catalog).hash);
  });
});
