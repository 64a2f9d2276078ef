import type { Catalog, Column, ForeignKey, Index, Schema, Table } from "../../model/catalog.ts";
import { groupedBy } from "../grouped.ts";
import { singular, singularsOf, wordsOf } from "../names.ts";
import { perName, perObject } from "../remembered.ts";

/** What the tables, keys and foreign keys of a schema are called. */
export interface KeyNames {
  /** By the whole name in the singular, without separators: of the schema, and of all schemas. */
  readonly here: ReadonlyMap<string, readonly Table[]>;
  readonly everywhere: ReadonlyMap<string, readonly Table[]>;
  /** Every ending of every name of a table or view: `plaid_items` is also an `item`. */
  readonly endings: ReadonlySet<string>;
  /** Foreign keys of one column, by its name. */
  readonly declared: ReadonlyMap<string, readonly ForeignKey[]>;
  /** Columns that are a key by themselves, by name. */
  readonly unique: ReadonlyMap<string, readonly Column[]>;
}

export function keyNames(schema: Schema, catalog: Pick<Catalog, "tables" | "views">): KeyNames {
  const tables = schema.tables.filter(({ partitionBound }) => partitionBound === null);
  const declared = tables.flatMap((table) => table.foreignKeys).filter(({ columns }) => columns.length === 1);
  // Two indexes may make one key of a column.
  const unique = new Set(tables.flatMap((table) => table.indexes.flatMap((index) => keyOf(index) ?? [])));
  return {
    ...tableNames(catalog),
    here: groupedBy(tables, ({ name }) => runTogether(name)),
    declared: groupedBy(declared, ({ columns }) => (columns[0] as Column).name.toLowerCase()),
    unique: groupedBy(unique, ({ name }) => name.toLowerCase()),
  };
}

/** What the tables of all schemas are called: found once, however many schemas ask. */
const tableNames = perObject((catalog: Pick<Catalog, "tables" | "views">): Pick<KeyNames, "everywhere" | "endings"> => {
  const endings = new Set<string>();
  for (const { name } of [...catalog.tables, ...catalog.views]) {
    const words = singularsOf(name);
    for (const at of words.keys()) endings.add(words.slice(at).join(" "));
    endings.add(words.join(""));
  }
  const tables = catalog.tables.filter(({ partitionBound }) => partitionBound === null);
  return { everywhere: groupedBy(tables, ({ name }) => runTogether(name)), endings };
});

/** The words before `id`, in the singular; null for a name that does not end so. */
export const stemOf = perName((name): readonly string[] | null => {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined) return null;
  if (words.length > 1 && (last === "id" || last === "uuid" || last === "fk")) return words.slice(0, -1).map(singular);
  // Unquoted camel case arrives in small letters.
  return words.length === 1 && /^.{3,}id$/.test(last) && !/(?:gu|uu)id$/.test(last) ? [singular(last.slice(0, -2))] : null;
});

/** A name in the singular, without separators. */
export const runTogether = perName((name) => singularsOf(name).join(""));

/** The column that the index makes a key by itself. */
function keyOf({ unique, valid, predicate, keys, constraint }: Index): Column | null {
  if (!unique || !valid || predicate !== null || keys.length > 1 || constraint?.deferrable === true) return null;
  return keys[0]?.column ?? null;
}
