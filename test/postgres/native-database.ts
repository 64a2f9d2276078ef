import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { qualified } from "../../src/facts/identifier.ts";
import type { SnapshotData } from "../../src/model/snapshot.ts";
import { strongest } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";

/** A database of a native server, with further sessions to look at locks from outside. */
export async function openNativeDatabase(
  url: string,
  read: (url: string) => Promise<SnapshotData>,
): Promise<TestDatabase & { close(): Promise<void> }> {
  const [worker, watcher] = await Promise.all([connect(url), connect(url)]);
  const pid = (await worker.query("SELECT pg_catalog.pg_backend_pid() AS pid")).rows[0].pid as number;
  const rows = async (sql: string) => (await worker.query(sql)).rows as Record<string, unknown>[];
  return {
    run: async (sql) => void (await worker.query(sql)),
    rows,
    snapshot: () => read(url),
    reset: async () => {
      const schemas = await rows(
        `SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
      );
      for (const { name } of schemas) await worker.query(`DROP SCHEMA ${qualified([String(name)])} CASCADE`);
      await worker.query("CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO public");
    },
    watch: async (tables, work) => {
      // SHARE lets the reads of the step through and makes its first stronger request on each table wait, where the watcher sees it.
      const holders = new Map<string, pg.Client>();
      for (const path of tables) {
        const holder = await connect(url);
        if (await isMaterializedView(holder, path)) {
          // LOCK TABLE refuses it. What a step holds for long is seen without.
          await holder.end();
          continue;
        }
        await holder.query(`BEGIN; LOCK TABLE ONLY ${qualified(path)} IN SHARE MODE`);
        holders.set(JSON.stringify(path), holder);
      }
      let done = false;
      const running = work().finally(() => {
        done = true;
      });
      const seen: Record<string, unknown>[] = [];
      for (; !done; await pause(10)) {
        const now = await watcher.query(LOCKS, [pid]);
        seen.push(...now.rows);
        const waited = now.rows.filter((row) => row.granted === false).map((row) => JSON.stringify([row.schema, row.name]));
        for (const table of waited) await holders.get(table)?.query("COMMIT");
      }
      await Promise.all([...holders.values()].map((holder) => holder.end()));
      await running;
      return strongest(seen, new Map(tables.map((path) => [JSON.stringify(path), null])));
    },
    close: async () => {
      await Promise.all([worker.end(), watcher.end()]);
    },
  };
}

async function isMaterializedView(client: pg.Client, path: readonly string[]): Promise<boolean> {
  const { rows } = await client.query("SELECT relkind FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass($1)", [qualified(path)]);
  return rows[0]?.relkind === "m";
}

const LOCKS = `
  SELECT n.nspname AS schema, c.relname AS name, l.mode, l.granted
  FROM pg_catalog.pg_locks AS l
  JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  -- Whoever makes a file longer holds it for that moment, which is none of the step's locks.
  WHERE l.pid = $1 AND l.locktype = 'relation' AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'`;

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}
