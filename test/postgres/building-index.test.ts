import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import rule from "../../rules/indexes/invalid-index.ts";
import { audit } from "../../src/audit.ts";
import { readLive } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

let server: NativeServer;
let url: string;
const clients: pg.Client[] = [];
const client = async () => {
  const opened = new pg.Client({ connectionString: url });
  clients.push(opened);
  await opened.connect();
  return opened;
};

beforeAll(async () => {
  server = await startServer(15);
  url = await server.createDatabase("building");
});
afterAll(async () => {
  await Promise.all(clients.map((opened) => opened.end()));
  await server?.stop();
});

test("an index that somebody is building is not called broken; what a failed build left is", async () => {
  const [writer, builder] = [await client(), await client()];
  await writer.query("CREATE TABLE orders (id bigint PRIMARY KEY, kind text)");
  await writer.query("BEGIN; INSERT INTO orders VALUES (1, 'a')");
  // It waits for the writer's transaction, with the index not valid yet.
  const built = builder.query("CREATE INDEX CONCURRENTLY orders_kind ON orders (kind)");
  const found = async () => {
    const snapshot = await readLive(url);
    const index = snapshot.catalog.schemas
      .flatMap(({ tables }) => tables)
      .flatMap(({ indexes }) => indexes)
      .find(({ name }) => name === "orders_kind");
    return { index, findings: audit(snapshot, { rules: [rule], toolVersion: "test" }).findings };
  };
  let during = await found();
  while (during.index === undefined) {
    await pause(20);
    during = await found();
  }
  expect(during.index).toMatchObject({ valid: false, building: true });
  expect(during.findings).toEqual([]);
  await Promise.all([
    expect(built).rejects.toThrow("canceling"),
    writer.query("SELECT pg_cancel_backend(pid) FROM pg_stat_progress_create_index"),
  ]);
  await writer.query("COMMIT");
  const after = await found();
  expect(after.index).toMatchObject({ valid: false });
  expect(after.index).not.toHaveProperty("building");
  expect(after.findings.map(({ messageId }) => messageId)).toEqual(["broken"]);
});
