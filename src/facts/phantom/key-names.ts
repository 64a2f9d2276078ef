import type { Catalog, Column, Index, Schema, Table } from "../../model/catalog.ts";
import { singular, singularsOf, wordsOf } from "../names.ts";
import { perName, perObject } from "../remembered.ts";

/** What the tables, keys and foreign keys of a schema are called. */
export interface KeyNames {
  readonly schema: Schema;
  /** By the whole name in the singular, without separators: of the schema, and of all schemas. */
  readonly here: ReadonlyMap<string, readonly Table[]>;
  readonly everywhere: ReadonlyMap<string, readonly Table[]>;
  /** Every ending of every name of a table or view: `plaid_items` is also an `item`. */
  readonly endings: ReadonlySet<string>;
  /** Foreign keys of one column, by its name. */
  readonly declared: ReadonlyMap<string, readonly { readonly target: Table; readonly key: Column }[]>;
  /** Columns that are a key by themselves, by name. */
  readonly unique: ReadonlyMap<string, readonly Column[]>;
}

export function keyNames(schema: Schema, catalog: Pick<Catalog, "tables" | "views">): KeyNames {
  const { everywhere, endings } = tableNames(catalog);
  const here = new Map<string, Table[]>();
  const declared = new Map<string, { target: Table; key: Column }[]>();
  const unique = new Map<string, Column[]>();
  for (const table of schema.tables) {
    if (table.partitionBound !== null) continue;
    add(here, runTogether(table.name), table);
    for (const { columns, target, targetColumns } of table.foreignKeys) {
      const [column, key] = [columns[0], targetColumns[0]];
      if (columns.length === 1 && column !== undefined && key !== undefined) add(declared, column.name.toLowerCase(), { target, key });
    }
    for (const index of table.indexes) {
      const key = keyOf(index);
      const name = key?.name.toLowerCase() ?? "";
      // Two indexes may make one key of it.
      if (key !== null && unique.get(name)?.at(-1) !== key) add(unique, name, key);
    }
  }
  return { schema, here, everywhere, endings, declared, unique };
}

/** What the tables of all schemas are called: found once, however many schemas ask. */
const tableNames = perObject((catalog: Pick<Catalog, "tables" | "views">): Pick<KeyNames, "everywhere" | "endings"> => {
  const everywhere = new Map<string, Table[]>();
  const endings = new Set<string>();
  for (const table of catalog.tables) if (table.partitionBound === null) add(everywhere, runTogether(table.name), table);
  for (const { name } of [...catalog.tables, ...catalog.views]) {
    const words = singularsOf(name);
    for (const at of words.keys()) endings.add(words.slice(at).join(" "));
    endings.add(words.join(""));
  }
  return { everywhere, endings };
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

export function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
