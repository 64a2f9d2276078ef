import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestDatabase } from "../../src/testing/database.ts";
import { batchesOf } from "../prove/batches.ts";
import { problemsOf } from "../prove/prove-tables.ts";
import { openNativeDatabase } from "./native-database.ts";
import { readLive } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

/**
 * Embedded PostgreSQL proves them all. A native server is several times slower, since other sessions look at the locks of
 * each step that commits by itself: it takes two of the tables, every day others.
 */
const seed = Number(process.env.PGASSAY_PAIRS_SEED ?? Math.floor(Date.now() / 86_400_000));

describe.each([14, 18] as const)("the fixes of pairs of rules on PostgreSQL %i", (major) => {
  let server: NativeServer;
  let db: TestDatabase & { close(): Promise<void> };
  beforeAll(async () => {
    server = await startServer(major);
    db = await openNativeDatabase(await server.createDatabase(), readLive);
  });
  afterAll(async () => {
    await db?.close();
    await server?.stop();
  });

  const batches = batchesOf(major, 2);
  test(`are proven, PGASSAY_PAIRS_SEED=${seed}`, async () => {
    const [name, tables] = batches[(seed + major) % batches.length] ?? ["", []];
    expect(await problemsOf(db, tables), name).toEqual([]);
  }, 300_000);
});
