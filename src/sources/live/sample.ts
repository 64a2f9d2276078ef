import type pg from "pg";
import type { Gap, SampleData, TableSampleData } from "../../model/snapshot.ts";
import type { CatalogRead } from "../catalog/read.ts";
import { readSample } from "../sample/read-sample.ts";
import type { SampledTable } from "../sample/sample-query.ts";
import { gapOf, sampledTables } from "../sample/sampled-tables.ts";
import { execute } from "./client-session.ts";
import { sqlstateOf } from "./failures.ts";
import { stoppable } from "./stoppable.ts";
import { readOnly } from "./transaction.ts";

export interface SampleWant {
  /** Rows of each table to look at, at most. */
  readonly rows: number;
  readonly includes: (table: { readonly path: readonly string[]; readonly name: string }) => boolean;
  /** Milliseconds that one table may take; half a minute when left out. */
  readonly tableTimeout?: number;
  /** Milliseconds that all tables may take; a minute when left out. */
  readonly longest?: number;
}

const TABLE_TIMEOUT = 30_000;
const LONGEST = 60_000;

/** Every table in a transaction of its own: no lock is kept while the next one is read. */
export async function takeSample(
  client: pg.Client,
  structure: CatalogRead,
  want: SampleWant,
  signal: AbortSignal,
): Promise<{ readonly data: SampleData; readonly gaps: readonly Gap[] }> {
  const begun = performance.now();
  const choice = await stoppable(client, signal, () =>
    readOnly(client, "read committed", signal, (session) => sampledTables(session, structure, want.includes)),
  );
  const tables: TableSampleData[] = [];
  const gaps = [...choice.gaps];
  for (const table of choice.tables) {
    const left = (want.longest ?? LONGEST) - (performance.now() - begun);
    if (left <= 0) {
      gaps.push(gapOf([table.schema, table.name], "the time for samples was over"));
      continue;
    }
    const counted = await count(client, table, want.rows, Math.min(left, want.tableTimeout ?? TABLE_TIMEOUT), signal);
    if (typeof counted === "string") gaps.push(gapOf([table.schema, table.name], counted));
    else tables.push(counted);
  }
  return { data: { limit: want.rows, tables }, gaps };
}

/** The reason, when the server refused this table and the session lives on. */
async function count(
  client: pg.Client,
  table: SampledTable,
  rows: number,
  timeout: number,
  signal: AbortSignal,
): Promise<TableSampleData | string> {
  try {
    return await stoppable(client, signal, () =>
      readOnly(client, "read committed", signal, async (session) => {
        const settings = execute(client, "settings", `set local statement_timeout = ${Math.ceil(timeout)}`);
        const [counted] = await Promise.all([readSample(session, table, rows), settings]);
        return counted;
      }),
    );
  } catch (error) {
    const sqlstate = sqlstateOf(error);
    if (signal.aborted || sqlstate === null || /^(?:08|57P|25P03)/.test(sqlstate)) throw error;
    return REASONS[sqlstate] ?? `the server refused (SQLSTATE ${sqlstate})`;
  }
}

/** Never the server's own words: they can quote a value. */
const REASONS: Readonly<Record<string, string>> = {
  "57014": "it took longer than the time for one table",
  "55P03": "another session holds the table",
  "42501": "this role may not read it",
  "42P01": "it was dropped meanwhile",
  "42703": "one of its columns was dropped meanwhile",
  "40001": "the query was in the way of replication on this standby",
};
