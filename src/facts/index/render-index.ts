import type { Index, IndexKey } from "../../model/catalog.ts";
import { collationName } from "../collation-name.ts";
import { withParameters } from "../ddl/settings.ts";
import { ident, qualified } from "../identifier.ts";

/** The access methods whose keys have a direction. */
const ORDERED: ReadonlySet<string> = new Set(["btree"]);

/** The CREATE INDEX text of an index, from its structure: what `pg_get_indexdef` means, with every name quoted and qualified. */
export function renderIndex(index: Index, how: { readonly concurrently?: boolean; readonly only?: boolean } = {}): string {
  return [
    `CREATE ${index.unique ? "UNIQUE " : ""}INDEX ${how.concurrently === true ? "CONCURRENTLY " : ""}${ident(index.name)}`,
    `ON ${how.only === true ? "ONLY " : ""}${qualified(index.table.path)} USING ${ident(index.method)}`,
    `(${renderKeys(index).join(", ")})`,
    ...(index.include.length === 0 ? [] : [`INCLUDE (${index.include.map((column) => ident(column.name)).join(", ")})`]),
    ...(index.nullsNotDistinct ? ["NULLS NOT DISTINCT"] : []),
    ...(Object.keys(index.settings).length === 0 ? [] : [withParameters(index.settings).trim()]),
    ...(index.tablespace === null ? [] : [`TABLESPACE ${ident(index.tablespace)}`]),
    ...(index.predicate === null ? [] : [`WHERE ${index.predicate}`]),
  ].join(" ");
}

/** What stands between the parentheses. */
export function renderKeys(index: Index): string[] {
  return index.keys.map((key) => renderKey(index, key));
}

function renderKey(index: Index, key: IndexKey): string {
  return [
    subject(index, key),
    ...(key.collation === null ? [] : [`COLLATE ${collationName(key.collation)}`]),
    ...(key.opclass.default ? [] : [qualified([key.opclass.schema, key.opclass.name])]),
    ...(ORDERED.has(index.method) ? direction(key) : []),
  ].join(" ");
}

/** Columns of a materialized view are known by name only. */
function subject(index: Index, key: IndexKey): string {
  if (key.column !== null) return ident(key.column.name);
  const text = key.expression as string;
  const named = index.table.kind === "view" && index.table.columns.some((column) => column.name === text);
  return named ? ident(text) : `(${text})`;
}

function direction(key: IndexKey): string[] {
  // Without a word, NULLs sort as if larger than every value: last upwards, first downwards.
  const nulls = key.nullsFirst === key.descending ? [] : [key.nullsFirst ? "NULLS FIRST" : "NULLS LAST"];
  return [...(key.descending ? ["DESC"] : []), ...nulls];
}
