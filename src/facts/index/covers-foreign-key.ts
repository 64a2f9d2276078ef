import type { ForeignKey, Index, Table } from "../../model/catalog.ts";
import { leads } from "./leads.ts";
import { notNullColumns } from "./not-null-predicate.ts";

/**
 * Operator classes besides the default one whose equality is the plain `=` that referential checks use.
 * `record_image_ops`, for one, has an equality of its own.
 */
const PLAIN_EQUALITY: ReadonlySet<string> = new Set([
  "text_pattern_ops",
  "varchar_pattern_ops",
  "bpchar_pattern_ops",
  "varchar_ops",
  "cidr_ops",
]);

/** True when the check that runs for every deleted or re-keyed parent row finds the referencing rows through this index. */
export function coversForeignKey(key: ForeignKey, index: Index): boolean {
  return index.table === key.table && covers(key, index);
}

/** An index of the table serves the key, or each partition has one of its own: the planner works partition by partition. */
export function isForeignKeyCovered(key: ForeignKey): boolean {
  return coveredIn(key, key.table);
}

function coveredIn(key: ForeignKey, table: Table): boolean {
  if (table !== key.table && columnsIn(key, table).some((column) => column === undefined)) return false;
  if (table.indexes.some((index) => covers(key, index))) return true;
  return table.partitioning !== null && table.children.length > 0 && table.children.every((child) => coveredIn(key, child));
}

function covers(key: ForeignKey, index: Index): boolean {
  if (!index.valid || !index.ready || index.table.kind !== "table") return false;
  if (index.method !== "btree" && !(index.method === "hash" && key.columns.length === 1)) return false;
  const columns = index.table === key.table ? key.columns : columnsIn(key, index.table).filter((column) => column !== undefined);
  if (columns.length < key.columns.length || !leads(columns, index)) return false;
  // A query under another collation than the index's cannot use it.
  const plain = index.keys.slice(0, columns.length).every(({ collation, opclass }) => {
    return collation === null && (opclass.default || (opclass.schema === "pg_catalog" && PLAIN_EQUALITY.has(opclass.name)));
  });
  return plain && predicateAllows(key, index);
}

/** The check asks for equality, which no NULL passes; the planner proves `IS NOT NULL` on the key's columns from it, and nothing else. */
function predicateAllows(key: ForeignKey, index: Index): boolean {
  if (index.predicate === null) return true;
  const columns = notNullColumns(index.predicate);
  return columns?.every((name) => key.columns.some((column) => column.name === name)) ?? false;
}

/** A partition may order its columns in its own way; their names are the table's. */
function columnsIn(key: ForeignKey, table: Table) {
  return key.columns.map(({ name }) => table.columns.find((column) => column.name === name));
}
