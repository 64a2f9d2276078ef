import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorResponse, startProxy, type Way, type WayThrough } from "./proxy.ts";
import { readLive } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

let server: NativeServer;
let database: string;
const proxies: WayThrough[] = [];

beforeAll(async () => {
  server = await startServer(15);
  const client = new pg.Client({ connectionString: await server.createDatabase("app") });
  await client.connect();
  database = client.database as string;
  await client.query("create table public.there (id int primary key)").finally(() => client.end());
});

afterAll(async () => {
  for (const proxy of proxies) await proxy.stop();
  await server.stop();
});

async function through(way: Way): Promise<{ readonly proxy: WayThrough; readonly url: string }> {
  const proxy = await startProxy(server.port, way);
  proxies.push(proxy);
  return { proxy, url: `postgres://postgres:hunter2@127.0.0.1:${proxy.port}/${database}?sslmode=disable` };
}

/** Refuses the first connections, as a server does that cannot let anybody in yet. */
function refuse(first: number, sqlstate: string): Way {
  return (connection, _, client) => {
    if (connection > first) return false;
    client.end(errorResponse("FATAL", sqlstate, "not now, hunter2"));
    return true;
  };
}

/** A query of ours is ended as replication ends it on a standby, on the first connections. */
function conflict(first: number): Way {
  return (connection, sent, client) => {
    if (connection > first || !sent.includes("pgassay:relations")) return false;
    client.end(errorResponse("ERROR", "40001", "canceling statement due to conflict with recovery"));
    return true;
  };
}

test("2. a server that is starting up is asked again, three times", async () => {
  const soon = await through(refuse(2, "57P03"));
  expect((await readLive(soon.url)).catalog.schemas.flatMap(({ tables }) => tables.map(({ name }) => name))).toEqual(["there"]);
  expect(soon.proxy.connections).toBe(3);
  const never = await through(refuse(99, "57P03"));
  await expect(readLive(never.url)).rejects.toMatchObject({ name: "PgassayError", why: expect.stringContaining("57P03") });
  expect(never.proxy.connections).toBe(4);
});

test.each(["53300", "28000", "28P01", "3D000"])("2. %s is final, and what the server says is not repeated", async (sqlstate) => {
  const { proxy, url } = await through(refuse(99, sqlstate));
  const error = await readLive(url).then(
    () => null,
    (reason: Error & { next?: string; why?: string }) => reason,
  );
  expect(error).toMatchObject({ name: "PgassayError", why: expect.stringContaining(`SQLSTATE ${sqlstate}`) });
  expect(`${error?.message} ${error?.why} ${error?.next} ${error?.stack}`).not.toContain("hunter2");
  expect(proxy.connections).toBe(1);
});

test("8. a conflict with recovery is tried once more from the start, and not for ever", async () => {
  const once = await through(conflict(1));
  const direct = await readLive(`postgres://postgres@127.0.0.1:${server.port}/${database}`);
  expect((await readLive(once.url)).catalog).toEqual(direct.catalog);
  expect(once.proxy.connections).toBe(2);
  const always = await through(conflict(99));
  await expect(readLive(always.url)).rejects.toMatchObject({ name: "PgassayError", why: expect.stringContaining("40001") });
  expect(always.proxy.connections).toBe(2);
});

test("7. a connection that is cut while we read is a failure, and no second reading is mixed in", async () => {
  const { proxy, url } = await through((_, sent, client) => {
    if (!sent.includes("pgassay:relations")) return false;
    client.destroy();
    return true;
  });
  await expect(readLive(url)).rejects.toMatchObject({
    name: "PgassayError",
    why: expect.stringMatching(/^the connection was (?:lost|cut)$/),
  });
  expect(proxy.connections).toBe(1);
});
