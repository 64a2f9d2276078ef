export type Cell = string | number | boolean | null | readonly string[];

/** What went wrong in a query that the session survived. */
export interface Refusal {
  readonly ok: false;
  /** Five characters; null when the server said none. */
  readonly sqlstate: string | null;
}

export type Attempt<T> = { readonly ok: true; readonly value: T } | Refusal;

/**
 * A place where catalog queries run: a live server or the embedded PostgreSQL.
 * The reader counts on `search_path = pg_catalog`, and on all queries of one read seeing one state.
 */
export interface Session {
  /** `server_version_num` */
  readonly version: number;
  /**
   * Rows as arrays, in batches. `name` becomes the marker comment; parameters are sent apart from the constant text.
   * The query is sent when this is called, and not when the first row is asked for: the server works on it while earlier
   * rows are looked at. Queries run in the order of their calls, and once one has failed so do all behind it.
   */
  rows<Row extends readonly Cell[]>(name: string, sql: string, parameters?: readonly string[]): AsyncIterable<readonly Row[]>;
  /**
   * Runs work that the server may refuse, in such a way that the session goes on. A lost connection still throws.
   * Nobody else may send anything before it is done.
   */
  attempt<T>(work: () => Promise<T>): Promise<Attempt<T>>;
}

/**
 * The text that reaches the server: whoever reads its log can tell what asked, and why. The marker stands behind the
 * first word, since pg_stat_statements leaves out what stands before it from PostgreSQL 18 on.
 */
export function marked(name: string, sql: string): string {
  return sql.trimStart().replace(/^\w+/, (word) => `${word} /* pgassay:${name} */`);
}

export async function allRows<Row extends readonly Cell[]>(
  session: Session,
  name: string,
  sql: string,
  parameters: readonly string[] = [],
): Promise<Row[]> {
  const all: Row[] = [];
  for await (const batch of session.rows<Row>(name, sql, parameters)) for (const row of batch) all.push(row);
  return all;
}

/** An array of OIDs as a parameter. */
export function oidArray(oids: Iterable<number>): string {
  return `{${[...oids].join(",")}}`;
}
