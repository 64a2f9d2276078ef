import pg from "pg";
import { literal } from "../../src/facts/identifier.ts";

export type Value = string | number | boolean | null;
export type Row = Record<string, unknown>;

/** One connection of the application. */
export interface Backend {
  /** `$1` in the text is the first value. */
  ask(sql: string, values?: readonly Value[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** As psycopg2 does it: values are written into the text, and the text is sent as it is. */
export async function simpleBackend(url: string): Promise<Backend> {
  const client = await connect(url);
  return {
    ask: async (sql, values = []) =>
      (await client.query(sql.replace(/\$(\d+)/g, (_, n: string) => written(values[Number(n) - 1] ?? null)))).rows as Row[],
    close: () => client.end(),
  };
}

/** As asyncpg and psycopg 3 do it: each text is prepared once, and executed with parameters. */
export async function preparedBackend(url: string): Promise<Backend> {
  const client = await connect(url);
  const names = new Map<string, string>();
  return {
    async ask(sql, values = []) {
      const name = names.get(sql) ?? `s${names.size}`;
      names.set(sql, name);
      return (await client.query({ name, text: sql, values: [...values] })).rows as Row[];
    },
    close: () => client.end(),
  };
}

/** A request is one transaction, and an error rolls it back. */
export async function inTransaction(backend: Backend, work: () => Promise<void>): Promise<void> {
  await backend.ask("BEGIN");
  try {
    await work();
    await backend.ask("COMMIT");
  } catch (error) {
    await backend.ask("ROLLBACK");
    if (!(error instanceof pg.DatabaseError)) throw error;
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "finance" });
  client.on("error", () => {});
  await client.connect();
  return client;
}

function written(value: Value): string {
  return typeof value === "string" ? literal(value) : String(value);
}
