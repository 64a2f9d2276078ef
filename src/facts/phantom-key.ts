import type { Catalog, Column, Index, Schema, Table } from "../model/catalog.ts";
import type { TypeRef } from "../model/data.ts";
import { compareText } from "../model/reference.ts";
import { lexicon, singular, singularsOf, wordsOf } from "./names.ts";
import { perName, perObject } from "./remembered.ts";
import { recordsHistory } from "./table-role.ts";

/** A column that names rows of another table, and no foreign key says so. */
export interface PhantomKey {
  readonly column: Column;
  readonly target: Table;
  readonly key: Column;
  /** As the end of a sentence. */
  readonly reason: string;
}

/** A column that comes back in table after table, and no table holds what it names. */
export interface MissingParent {
  /** The column's name, as it is written most often. */
  readonly name: string;
  /** What one row of the missing table would be called. */
  readonly row: string;
  readonly columns: readonly [Column, ...Column[]];
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
  const named = namesOf(schema, catalog);
  const keys: PhantomKey[] = [];
  const unanswered = new Map<string, Column[]>();
  for (const table of schema.tables) {
    if (!isShown(table) || !isDesigned(table)) continue;
    for (const column of table.columns) {
      const stem = stemOf(column.name);
      if (stem === null || !mayRefer(column, stem)) continue;
      const found = bySibling(column, named) ?? byKeyName(column, stem, named) ?? byTableName(column, stem, named);
      if (found !== null && !recordsHistory(table)) keys.push(found);
      else if (found !== null) continue;
      else if (!OUTSIDE.has(stem.at(-1) as string) && !/ed$/.test(stem.at(-1) as string)) add(unanswered, stem.join(" "), column);
    }
  }
  return { keys: keys.filter((found) => !contradicts(found)), parents: missing(unanswered, named, leastTables) };
}

/** Words that say which of several rows of one table is meant: `from_account_id`. */
const ROLES = lexicon(`
  parent from to source origin original target destination dest owner author creator sender receiver recipient assignee manager first last
  default primary secondary billing shipping home away main current previous prev next root old new approver reviewer reporter
`);

/** What is numbered by programs, devices and other people's systems: no table of ours has a row for each of them. */
const OUTSIDE = lexicon(`
  request trace span correlation session message msg event external ext provider remote process thread transaction txn batch job run
  execution workflow task device object entity resource record row subject ref reference parent owner actor creator version revision
  tracking idempotency key hash token file blob instance node host cluster worker server connection client app application build commit
  block query statement log line sequence operation op activity timer shard partition region zone namespace source target root public
  private unique global local internal legacy old new uid gid pid sid xid oid tx payload snapshot import export upload sync migration
  customer-ref tax vat national passport stripe paypal plaid google facebook github twitter apple slack oauth webhook subscription vin
  enrollment receipt confirmation authorization chat channel thing metric sensor signal series span slot schema table column service visit
`);

const NUMBERS: ReadonlySet<string> = new Set(["int2", "int4", "int8"]);
const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext"]);

interface Names {
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

function namesOf(schema: Schema, catalog: Pick<Catalog, "tables" | "views">): Names {
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
const tableNames = perObject((catalog: Pick<Catalog, "tables" | "views">): Pick<Names, "everywhere" | "endings"> => {
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

/** Every other column of this name refers to one and the same table. */
function bySibling(column: Column, { declared }: Names): PhantomKey | null {
  const siblings = declared.get(column.name.toLowerCase()) ?? [];
  const [first] = siblings;
  if (first === undefined || siblings.some(({ key }) => key !== first.key) || !fits(column, first.key)) return null;
  if (first.target === column.table || GENERAL.test(column.name)) return null;
  const count = siblings.length === 1 ? "another table declares" : `${siblings.length} other tables declare`;
  return { column, ...first, reason: `${count} the same column as a foreign key` };
}

/** Names that mean something else in every table. */
const GENERAL = /^(?:id|parent_?id|owner_?id|source_?id|target_?id|object_?id|entity_?id|resource_?id|ref_?id|reference_?id|group_?id)$/i;

/** One other table has a key of this very name, and is named for it. */
function byKeyName(column: Column, stem: readonly string[], { unique }: Names): PhantomKey | null {
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
function byTableName(column: Column, stem: readonly string[], { here, everywhere }: Names): PhantomKey | null {
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

function missing(unanswered: ReadonlyMap<string, readonly Column[]>, { endings, unique, declared }: Names, leastTables: number) {
  const parents: MissingParent[] = [];
  for (const [stem, unsorted] of unanswered) {
    const columns = unsorted.toSorted((a, b) => compareText(a.table.name, b.table.name));
    const [first] = columns;
    if (first === undefined || columns.length < leastTables || holds(endings, stem.split(" "))) continue;
    const name = first.name.toLowerCase();
    if (declared.has(name)) continue;
    if (columns.some((column) => typeOf(column.type).name !== typeOf(first.type).name)) continue;
    // A table that is keyed by it, and by nothing else, may be the one that holds its rows.
    if (
      (unique.get(name) ?? []).some(
        ({ table }) =>
          table.primaryKey?.columns.length === 1 &&
          table.primaryKey.columns[0]?.name.toLowerCase() !== "id" &&
          table.referencedBy.length > 0,
      )
    )
      continue;
    parents.push({
      name: first.name,
      row: stem.replaceAll(" ", "_"),
      columns: columns as unknown as MissingParent["columns"],
    });
  }
  return parents.toSorted((a, b) => compareText(a.name, b.name));
}

/** A table is called so, or so without the words that say which of its rows is meant: `settled_transaction_group_id`. */
function holds(endings: ReadonlySet<string>, stem: readonly string[]): boolean {
  return stem.some((_, at) => endings.has(stem.slice(at).join(" ")) || endings.has(stem.slice(at).join("")));
}

/** Tables that somebody designed to be joined: not a copy of the past, a landing zone, or what lies elsewhere. */
function isDesigned(table: Table): boolean {
  if (table.foreign || (table.partitioning === null && (table.children.length > 0 || table.parents.length > 0))) return false;
  return !singularsOf(table.name).some((word) => LANDING.has(word));
}

const LANDING = lexicon("staging stage tmp temp import raw backup bak outbox inbox queue cache archive deleted old changelog migration");

/** The words before `id`, in the singular; null for a name that does not end so. */
const stemOf = perName((name): readonly string[] | null => {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined) return null;
  if (words.length > 1 && (last === "id" || last === "uuid" || last === "fk")) return words.slice(0, -1).map(singular);
  // Unquoted camel case arrives in small letters.
  return words.length === 1 && /^.{3,}id$/.test(last) && !/(?:gu|uu)id$/.test(last) ? [singular(last.slice(0, -2))] : null;
});

function mayRefer(column: Column, stem: readonly string[]): boolean {
  const { table } = column;
  const { name, array } = column.type;
  const base = typeOf(column.type).name;
  if (array || column.generated !== null || !(NUMBERS.has(base) || TEXTS.has(base) || base === "uuid") || name === "oid") return false;
  if (isDeclared(table, column.name)) return false;
  // Polymorphic: which table is meant stands beside it.
  const kinds = ["type", "kind", "table", "class"].map((word) => `${stem.join("")}${word}`);
  return !table.columns.some((other) => kinds.includes(runTogether(other.name)));
}

const runTogether = perName((name) => singularsOf(name).join(""));

/** By the table, or by each of its partitions. */
function isDeclared(table: Table, column: string): boolean {
  if (table.foreignKeys.some((key) => key.columns.some(({ name }) => name === column))) return true;
  return table.partitioning !== null && table.children.length > 0 && table.children.every((child) => isDeclared(child, column));
}

/** A server default numbers the rows of this table, and refers to nothing. */
function contradicts({ column, target }: PhantomKey): boolean {
  if (/nextval|gen_random_uuid|uuid_generate/.test(column.default ?? "")) return true;
  return target.persistence !== column.table.persistence || target.foreign || (target.partitioning === null && target.children.length > 0);
}

function fits(column: Column, key: Column): boolean {
  if (column === key) return false;
  const [a, b] = [typeOf(column.type).name, typeOf(key.type).name];
  return a === b || (NUMBERS.has(a) && NUMBERS.has(b)) || (TEXTS.has(a) && TEXTS.has(b));
}

function isNamedAsKey(key: Column, words: readonly string[]): boolean {
  const name = runTogether(key.name);
  return ["id", "uuid", `${words.join("")}id`, `${words.join("")}uuid`].includes(name);
}

/** The column that the index makes a key by itself. */
function keyOf({ unique, valid, predicate, keys, constraint }: Index): Column | null {
  if (!unique || !valid || predicate !== null || keys.length > 1 || constraint?.deferrable === true) return null;
  return keys[0]?.column ?? null;
}

function typeOf(type: TypeRef): TypeRef {
  return type.over === null ? type : typeOf(type.over);
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return end.length > 0 && end.length <= words.length && end.every((word, at) => words[words.length - end.length + at] === word);
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
