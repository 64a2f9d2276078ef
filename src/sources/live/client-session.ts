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
  const line = lineOf(client);
  return {
    version,
    rows<Row extends readonly Cell[]>(name: string, sql: string, parameters: readonly string[] = []) {
      signal.throwIfAborted();
      const query = new pg.Query(configOf(name, sql, parameters) as unknown as pg.QueryConfig);
      const incoming = new Incoming<Row>(query);
      line.enter(() => client.query(query));
      return incoming.batches(signal);
    },
    async attempt(work) {
      await execute(client, "savepoint", "savepoint pgassay");
      try {
        const value = await work();
        await execute(client, "savepoint", "release savepoint pgassay");
        return { ok: true, value };
      } catch (error) {
        const sqlstate = sqlstateOf(error);
        if (signal.aborted || sqlstate === null || isOurEnd(sqlstate)) throw error;
        await execute(client, "savepoint", "rollback to savepoint pgassay");
        await execute(client, "savepoint", "release savepoint pgassay");
        return { ok: false, sqlstate };
      }
    },
  };
}

/** One for each connection, however many sessions it serves. */
const lines = new WeakMap<pg.Client, Line>();

function lineOf(client: pg.Client): Line {
  const line = lines.get(client) ?? new Line(client);
  lines.set(client, line);
  return line;
}

/** Queries in the order of their calls: each is sent in the moment in which the connection has done with the one before. */
class Line {
  readonly #waiting: (() => void)[] = [];
  #busy = false;

  constructor(client: pg.Client) {
    client.on("drain", () => this.#next());
  }

  enter(send: () => void): void {
    this.#waiting.push(send);
    if (!this.#busy) this.#next();
  }

  #next(): void {
    const send = this.#waiting.shift();
    this.#busy = send !== undefined;
    send?.();
  }
}

/** A cancelled query, a conflict with recovery, a connection or a server that goes away: no savepoint helps. */
function isOurEnd(sqlstate: string): boolean {
  return sqlstate === "57014" || sqlstate === "40001" || sqlstate.startsWith("08") || sqlstate.startsWith("57P") || sqlstate === "25P03";
}
