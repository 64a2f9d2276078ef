import { PgassayError } from "../model/failure.ts";

/** Named arguments of pg_restore_relation_stats or pg_restore_attribute_stats, as text. */
export type Restored = ReadonlyMap<string, string>;

/** Statistics with most common values and histograms. They are data: they go into the copy and nowhere else. */
export interface StatisticsExport {
  readonly relations: readonly Restored[];
  readonly columns: readonly Restored[];
}

/** Makes such an export with psql on any version: `psql -XAtc "…" > statistics.json`. */
export const STATISTICS_QUERY = `SELECT json_build_object('relations', (SELECT json_agg(r) FROM (
  SELECT n.nspname AS schemaname, c.relname, c.relpages, c.reltuples, c.relallvisible
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm', 'i', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2) r),
'columns', (SELECT json_agg(s) FROM (
  SELECT schemaname, tablename AS relname, attname, inherited, null_frac, avg_width, n_distinct, correlation,
    most_common_vals::text, most_common_freqs::text, histogram_bounds::text,
    most_common_elems::text, most_common_elem_freqs::text, elem_count_histogram::text
  FROM pg_catalog.pg_stats WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema' ORDER BY 1, 2, 3, 4) s))`;

/** Reads the result of `STATISTICS_QUERY`, or what `pg_dump --statistics-only` of PostgreSQL 18 writes. Throws `PgassayError`. */
export function readStatisticsExport(file: string, text: string): StatisticsExport {
  const read = /^\s*\{/.test(text) ? fromJson(text) : fromDump(text);
  if (read !== null && read.relations.length + read.columns.length > 0) return read;
  throw new PgassayError({
    what: `Cannot read ${file} as statistics`,
    why: "It is neither what pg_dump --statistics-only writes nor the JSON of the query in the documentation.",
    next: "Write it with pg_dump 18, which reads older servers too: pg_dump --statistics-only -f statistics.sql",
  });
}

function fromJson(text: string): StatisticsExport | null {
  try {
    const { relations, columns } = JSON.parse(text) as Record<string, unknown>;
    return { relations: rowsOf(relations), columns: rowsOf(columns) };
  } catch {
    return null;
  }
}

function rowsOf(value: unknown): Restored[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((row): row is object => typeof row === "object" && row !== null)
    .map((row) => new Map(Object.entries(row).flatMap(([name, item]) => (item === null ? [] : [[name, String(item)] as const]))));
}

const CALL = /SELECT \* FROM pg_catalog\.pg_restore_(relation|attribute)_stats\(/g;
/** `'name', 'value'::type`: quotes within are doubled, and so are backslashes after an E. */
const ARGUMENT = /\s*('(?:[^']|'')*')\s*,\s*(?:(E?)('(?:[^']|'')*')(?:::[a-z ]+(?:\[\])?)?|(true|false))\s*(,|\))/gy;

function fromDump(text: string): StatisticsExport {
  const read = { relation: [] as Restored[], attribute: [] as Restored[] };
  for (const call of text.matchAll(CALL)) {
    const named = new Map<string, string>();
    ARGUMENT.lastIndex = call.index + call[0].length;
    for (let match = ARGUMENT.exec(text); match !== null; match = ARGUMENT.exec(text)) {
      const [, name = "", escapes, value, word, end] = match;
      named.set(unquoted(name), word ?? unquoted(value ?? "", escapes !== ""));
      if (end === ")") break;
    }
    if (named.size > 0) read[call[1] as "relation" | "attribute"].push(named);
  }
  return { relations: read.relation, columns: read.attribute };
}

function unquoted(text: string, escapes = false): string {
  const inside = text.slice(1, -1).replaceAll("''", "'");
  return escapes ? inside.replaceAll("\\\\", "\\") : inside;
}
