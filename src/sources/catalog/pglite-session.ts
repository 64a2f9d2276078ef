import type { PGlite } from "@electric-sql/pglite";
import { type Cell, marked, type Session } from "./session.ts";

/**
 * Catalog queries on the embedded PostgreSQL. Every query has a transaction of its own, so that the settings of the
 * replayed schema are back when it ends; nothing else writes there meanwhile. Do not call it inside an open transaction.
 */
export async function pgliteSession(db: PGlite): Promise<Session> {
  const run = async <Row extends readonly Cell[]>(name: string, sql: string, parameters: readonly string[]): Promise<Row[]> =>
    db.transaction(async (transaction) => {
      await transaction.exec("set local search_path = pg_catalog; set local timezone = 'UTC'; set local extra_float_digits = 1");
      const result = await transaction.query(marked(name, sql), [...parameters], { rowMode: "array" });
      return result.rows as unknown as Row[];
    });
  const [first] = await run<[number]>("version", "select current_setting('server_version_num')::int4", []);
  return {
    version: first?.[0] ?? 0,
    async *rows(name, sql, parameters = []) {
      // One thread does the query and the reading: there is nothing to gain from asking early.
      yield await run(name, sql, parameters);
    },
    async attempt(work) {
      try {
        return { ok: true, value: await work() };
      } catch (error) {
        const code = (error as { code?: unknown }).code;
        if (typeof code !== "string") throw error;
        return { ok: false, sqlstate: code };
      }
    },
  };
}
