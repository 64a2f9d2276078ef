import pg from "pg";
import { type Cell, marked, type Session } from "../catalog/session.ts";
import { sqlstateOf } from "./failures.ts";
import { Incoming } from "./incoming.ts";

const BOOL = 16;
const NUMBERS: ReadonlySet<number> = new Set([21, 23, 26, 700, 701]);
const TEXT_ARRAY = 1009;

/** Our own parsers: those of the driver can be replaced by whoever shares its module. */
const types = {
  getTypeParser: (oid: number) => {
    if (NUMBERS.has(oid)) return Number;
    if (oid === BOOL) return (text: string) => text === "t";
    return oid === TEXT_ARRAY ? (pg.types.getTypeParser(TEXT_ARRAY as never) as (text: string) => string[]) : asText;
  },
};

function asText(text: string): string {
  return text;
}

/** One statement, in the extended protocol: it can never be more than one. */
export async function execute(client: pg.Client, name: string, sql: string): Promise<readonly (readonly Cell[])[]> {
  const result = await client.query(configOf(name, sql, []) as unknown as pg.QueryArrayConfig);
  return result.rows as readonly (readonly Cell[])[];
}

function configOf(name: string, sql: string, values: readonly string[]) {
  return { text: marked(name, sql), values: [...values], rowMode: "array", queryMode: "extended", types };
}

/** Catalog queries on a connection that is inside a transaction. */
export function clientSession(client: pg.Client, version: number, signal: AbortSignal): Session {
  // All that is behind the query that failed fails too, and says nothing of the reason.
  let first: unknown = null;
  const failed = (error: unknown) => {
    first ??= error;
    return first;
  };
  return {
    version,
    rows<Row extends readonly Cell[]>(name: string, sql: string, parameters: readonly string[] = []) {
      const query = new pg.Query(configOf(name, sql, parameters) as unknown as pg.QueryConfig);
      const incoming = new Incoming<Row>(query, failed);
      // Nothing is thrown here: a reader that sends several queries would leave those before it behind.
      if (!signal.aborted) client.query(query);
      return incoming.batches(signal);
    },
    async attempt(work) {
      try {
        // A savepoint that nobody goes back to ends with the transaction.
        const [, value] = await Promise.all([execute(client, "savepoint", "savepoint pgassay"), work()]);
        return { ok: true, value };
      } catch (error) {
        const sqlstate = sqlstateOf(error);
        if (signal.aborted || sqlstate === null || isOurEnd(sqlstate)) throw failed(error);
        await Promise.all([
          execute(client, "savepoint", "rollback to savepoint pgassay"),
          execute(client, "savepoint", "release savepoint pgassay"),
        ]).catch((lost) => {
          throw failed(lost);
        });
        first = null;
        return { ok: false, sqlstate };
      }
    },
  };
}

/** A cancelled query, a conflict with recovery, a connection or a server that goes away: no savepoint helps. */
function isOurEnd(sqlstate: string): boolean {
  return sqlstate === "57014" || sqlstate === "40001" || sqlstate.startsWith("08") || sqlstate.startsWith("57P") || sqlstate === "25P03";
}
