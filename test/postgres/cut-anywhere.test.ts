import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EVERYTHING } from "../sources/catalog/everything.ts";
import { errorResponse, startProxy, type Way } from "./proxy.ts";
import { readLive } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

let server: NativeServer;
let url: string;
const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);

beforeAll(async () => {
  server = await startServer(16);
  url = await server.createDatabase("app");
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query(EVERYTHING).finally(() => owner.end());
  process.on("unhandledRejection", hear);
});

afterAll(async () => {
  process.off("unhandledRejection", hear);
  await server.stop();
});

/** Reads through something that lets `through` queries pass, and then does what `instead` does. Undefined when there were no more. */
async function readUntil(through: number, instead: Way): Promise<unknown> {
  let queries = 0;
  const proxy = await startProxy(server.port, (connection, sent, client, goOn) => {
    if (!sent.includes("/* pgassay:")) return false;
    queries += 1;
    return queries === through + 1 ? instead(connection, sent, client, goOn) : queries > through;
  });
  const reading = readLive(`${url.replace(`:${server.port}/`, `:${proxy.port}/`)}?sslmode=disable`, { stats: true });
  const outcome = await reading.then(
    () => undefined,
    (error: unknown) => error,
  );
  await proxy.stop();
  return outcome;
}

const WAYS: Readonly<Record<string, { readonly way: Way; readonly why: RegExp }>> = {
  "the connection is cut": {
    way: (_, __, client) => {
      client.destroy();
      return true;
    },
    why: /^the connection was (?:lost|cut)$/,
  },
  "an administrator ends the session": {
    way: (_, __, client) => {
      client.end(errorResponse("FATAL", "57P01", "terminating connection due to administrator command"));
      return true;
    },
    why: /^an administrator ended the session \(SQLSTATE 57P01\)$/,
  },
};

test.each(Object.keys(WAYS))("7. wherever %s, one clear failure, and nothing that nobody hears", async (name) => {
  const { way, why } = WAYS[name] as (typeof WAYS)[string];
  const outcomes: unknown[] = [];
  for (let through = 0; ; through += 1) {
    const outcome = await readUntil(through, way);
    if (outcome === undefined) break;
    outcomes.push(outcome);
  }
  expect(outcomes.length).toBeGreaterThan(50);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ name: "PgassayError", why: expect.stringMatching(why) });
  expect(unheard).toEqual([]);
});
