import type { Catalog, Column, Schema, Table } from "../../model/catalog.ts";
import { groupedBy } from "../grouped.ts";
import { singularsOf } from "../names.ts";
import { recordsHistory } from "../table-role.ts";
import { type KeyNames, keyNames, runTogether, stemOf } from "./key-names.ts";
import { GENERAL, OUTSIDE, ROLES } from "./lexicon.ts";
import { fits, isDesigned, mayRefer } from "./may-refer.ts";
import { type MissingParent, missingParents } from "./missing-parent.ts";

/** A column that names rows of another table, and no foreign key says so. */
export interface PhantomKey {
  readonly column: Column;
  readonly target: Table;
  readonly key: Column;
  /** As the end of a sentence. */
  readonly reason: string;
}

export interface PhantomKeys {
  readonly keys: readonly PhantomKey[];
  readonly parents: readonly MissingParent[];
}

/** Names, types, unique keys and the foreign keys of other tables, read together. */
export function phantomKeys(
  schema: Schema,
  catalog: Pick<Catalog, "tables" | "views">,
  isShown: (table: Table) => boolean,
  leastTables: number,
): PhantomKeys {
  const before = known.get(schema);
  if (before?.isShown === isShown && before.leastTables === leastTables) return before.found;
  const found = search(schema, catalog, isShown, leastTables);
  known.set(schema, { isShown, leastTables, found });
  return found;
}

/** A report with many findings asks again for each fix. */
const known = new WeakMap<
  Schema,
  { readonly isShown: (table: Table) => boolean; readonly leastTables: number; readonly found: PhantomKeys }
>();

function search(
  schema: Schema,
  catalog: Pick<Catalog, "tables" | "views">,
  isShown: (table: Table) => boolean,
  leastTables: number,
): PhantomKeys {
  const named = keyNames(schema, catalog);
  const keys: PhantomKey[] = [];
  const unanswered: { readonly stem: readonly string[]; readonly column: Column }[] = [];
  for (const table of schema.tables) {
    if (!isShown(table) || !isDesigned(table)) continue;
    for (const column of table.columns) {
      const stem = stemOf(column.name);
      if (stem === null || !mayRefer(column, stem)) continue;
      const found = bySibling(column, named) ?? byKeyName(column, stem, named) ?? byTableName(column, stem, named);
      if (found !== null && !recordsHistory(table)) keys.push(found);
      else if (found !== null) continue;
      else if (!OUTSIDE.has(stem.at(-1) as string) && !/ed$/.test(stem.at(-1) as string)) unanswered.push({ stem, column });
    }
  }
  return {
    keys: keys.filter((found) => !contradicts(found)),
    parents: missingParents(
      groupedBy(unanswered, ({ stem }) => stem.join(" ")),
      named,
      leastTables,
    ),
  };
}

/** Every other column of this name refers to one and the same table. */
function bySibling(column: Column, { declared }: KeyNames): PhantomKey | null {
  const siblings = declared.get(column.name.toLowerCase()) ?? [];
  const target = siblings[0]?.target;
  const key = siblings[0]?.targetColumns[0];
  if (target === undefined || key === undefined) return null;
  if (siblings.some(({ targetColumns }) => targetColumns[0] !== key) || !fits(column, key)) return null;
  if (target === column.table || GENERAL.test(column.name)) return null;
  const count = siblings.length === 1 ? "another table declares" : `${siblings.length} other tables declare`;
  return { column, target, key, reason: `${count} the same column as a foreign key` };
}

/** One other table has a key of this very name, and is named for it. */
function byKeyName(column: Column, stem: readonly string[], { unique }: KeyNames): PhantomKey | null {
  const named = (unique.get(column.name.toLowerCase()) ?? []).filter(
    ({ table }) => table !== column.table && endsWith(singularsOf(table.name), stem),
  );
  const exact = named.filter(({ table }) => runTogether(table.name) === stem.join(""));
  const [key, ...others] = exact.length > 0 ? exact : named;
  if (key === undefined || others.length > 0 || !fits(column, key)) return null;
  // A table that refers to it by its primary key keeps the other key for reading only, as after a change of keys.
  const isBeside =
    key.table.primaryKey?.columns.includes(key) !== true && column.table.foreignKeys.some(({ target }) => target === key.table);
  return isBeside ? null : { column, target: key.table, key, reason: `${key.table.name} has a key of the same name and type` };
}

/** A table is called what the column says, and its primary key has the type of the column. */
function byTableName(column: Column, stem: readonly string[], { here, everywhere }: KeyNames): PhantomKey | null {
  const candidates = [stem, ...(ROLES.has(stem[0] as string) ? [stem.slice(1)] : [])].filter((words) => words.length > 0);
  for (const words of candidates) {
    const name = words.join("");
    const tables = here.get(name) ?? everywhere.get(name) ?? [];
    const [target] = tables;
    if (target === undefined || tables.length > 1) continue;
    const [key, ...others] = target.primaryKey?.columns ?? [];
    if (key === undefined || others.length > 0 || !isNamedAsKey(key, words)) continue;
    if (target === column.table && words === stem) continue;
    if (fits(column, key)) return { column, target, key, reason: `it is named for ${target.name}, whose primary key has its type` };
  }
  return null;
}

/** A server default numbers the rows of this table, and refers to nothing. */
function contradicts({ column, target }: PhantomKey): boolean {
  if (/nextval|gen_random_uuid|uuid_generate/.test(column.default ?? "")) return true;
  return target.persistence !== column.table.persistence || target.foreign || (target.partitioning === null && target.children.length > 0);
}

function isNamedAsKey(key: Column, words: readonly string[]): boolean {
  const name = runTogether(key.name);
  return ["id", "uuid", `${words.join("")}id`, `${words.join("")}uuid`].includes(name);
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return end.length > 0 && end.length <= words.length && end.every((word, at) => words[words.length - end.length + at] === word);
}
