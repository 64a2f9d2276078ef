import { openEmbedded } from "../shadow/embedded.ts";
import { installStubs } from "../shadow/stubs.ts";
import { pgliteSession } from "../sources/catalog/pglite-session.ts";
import { readCatalog } from "../sources/catalog/read.ts";
import type { TestDatabase } from "./database.ts";

/** Embedded PostgreSQL as a test database; `extensions` are those that CREATE EXTENSION shall find. One session: locks of statements outside a transaction cannot be seen. */
export async function openTestDatabase(extensions: readonly string[] = []): Promise<TestDatabase & { close(): Promise<void> }> {
  const embedded = await openEmbedded({ extensions });
  installStubs(embedded.db, extensions);
  return {
    run: (sql) => embedded.run(sql),
    rows: (sql) => embedded.rows(sql),
    reset: () => embedded.reset(),
    close: () => embedded.close(),
    snapshot: async () => ({
      takenAt: "2026-01-01T00:00:00.000Z",
      source: { kind: "sql", name: "test", statements: null },
      ...(await readCatalog(await pgliteSession(embedded.db), { stats: false, schemas: null })),
      sample: null,
      workload: null,
      locations: [],
      suppressions: [],
    }),
    watch: async (_, work) => {
      await work();
      return null;
    },
  };
}
