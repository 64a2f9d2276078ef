import type { RebuildStatement } from "../facts/ddl/rebuild.ts";
import type { ObjectRef } from "../model/reference.ts";
import type { Embedded } from "./embedded.ts";

export interface NotRebuilt {
  readonly object: ObjectRef | null;
  /** The server's own words. They may quote the statement: not for a report. */
  readonly message: string;
  readonly sql: string;
}

/** As the texts of a catalog want it: names in expressions are written for this search_path, bodies may name what comes later. */
const BEGIN =
  "SET search_path = pg_catalog; SET check_function_bodies = off; SET allow_system_table_mods = on; SET client_min_messages = error";

/**
 * Runs the statements one by one in an empty embedded database, and those that fail again for as long as that helps.
 * Returns what failed in the end.
 */
export async function rebuild(embedded: Pick<Embedded, "run">, statements: readonly RebuildStatement[]): Promise<readonly NotRebuilt[]> {
  await embedded.run(BEGIN);
  let waiting: readonly RebuildStatement[] = statements;
  let failed: NotRebuilt[] = [];
  do {
    failed = [];
    const again: RebuildStatement[] = [];
    for (const statement of waiting) {
      try {
        await embedded.run(statement.sql);
      } catch (error) {
        const { code, message } = error as { code?: unknown; message?: unknown };
        if (typeof code !== "string" || code.length !== 5) throw error;
        again.push(statement);
        failed.push({ ...statement, message: String(message) });
      }
    }
    if (again.length === waiting.length) break;
    waiting = again;
  } while (waiting.length > 0);
  await embedded.run("RESET ALL");
  return failed;
}
