import type { Column, Index, LocalConstraint, Table } from "../model/catalog.ts";
import { compareText } from "../model/reference.ts";
import { isJoinTable, isRequired } from "./table-role.ts";

/** What could become the primary key of a table that has none. */
export type PrimaryKeyCandidate =
  | { readonly is: "index"; readonly index: Index; readonly columns: readonly Column[] }
  | { readonly is: "constraint"; readonly constraint: LocalConstraint & { readonly index: Index }; readonly columns: readonly Column[] }
  /** Columns made for it, which no index proves unique yet. */
  | { readonly is: "columns"; readonly columns: readonly Column[] };

/**
 * The best candidate: something unique and required, then a numbered or `id` column, then the pair of a join table.
 * Null when there is nothing to build on.
 */
export function primaryKeyCandidate(table: Table): PrimaryKeyCandidate | null {
  const unique = table.indexes.filter(isPromotable).toSorted(byFitness);
  const proven = unique.find(isAllNotNull) ?? unique.find((index) => columnsOf(index).every(isKeyLike));
  if (proven !== undefined) {
    const columns = columnsOf(proven);
    const { constraint } = proven;
    if (constraint === null) return { is: "index", index: proven, columns };
    return { is: "constraint", constraint: constraint as LocalConstraint & { readonly index: Index }, columns };
  }
  const numbered =
    table.columns.find(isNumbered) ?? table.columns.find((column) => column.name.toLowerCase() === "id" && isKeyLike(column));
  if (numbered !== undefined) return { is: "columns", columns: [numbered] };
  const keys = table.foreignKeys.filter(isRequired);
  if (isJoinTable(table) && keys.length === 2) return { is: "columns", columns: [...new Set(keys.flatMap((key) => key.columns))] };
  return null;
}

/** What ADD PRIMARY KEY USING INDEX accepts: default order, collation and operator class; no predicate, expression or NULLS NOT DISTINCT. */
function isPromotable(index: Index): boolean {
  return (
    index.unique &&
    index.valid &&
    index.ready &&
    index.method === "btree" &&
    index.predicate === null &&
    !index.nullsNotDistinct &&
    (index.constraint === null || isPlainUnique(index)) &&
    index.keys.every((key) => key.column !== null && key.collation === null && key.opclass.default && !key.descending && !key.nullsFirst) &&
    columnsOf(index).every((column) => column.generated !== "virtual")
  );
}

/** One that another index can replace without anything being lost. */
function isPlainUnique({ constraint, include }: Index): boolean {
  return constraint?.type === "unique" && !constraint.deferrable && !constraint.temporal && include.length === 0;
}

function columnsOf(index: Index): Column[] {
  return index.keys.flatMap((key) => key.column ?? []);
}

function isAllNotNull(index: Index): boolean {
  return columnsOf(index).every((column) => column.notNull);
}

const KEY_TYPES: ReadonlySet<string> = new Set(["int2", "int4", "int8", "uuid"]);

/** A number or uuid: what a surrogate key is made of. */
function isKeyLike(column: Column): boolean {
  return KEY_TYPES.has((column.type.over ?? column.type).name) && !column.type.array;
}

/** Filled by the server, one value after the other or at random. */
function isNumbered(column: Column): boolean {
  if (column.generated === "identity always" || column.generated === "identity default") return true;
  return isKeyLike(column) && /^(?:nextval\(|(?:\w+\.)?(?:gen_random_uuid|uuid_generate_v\d\w*|uuidv\d)\()/.test(column.default ?? "");
}

/** All required first, then numbers and uuids, then fewer columns, then one without a constraint to replace. */
function byFitness(a: Index, b: Index): number {
  return (
    Number(!isAllNotNull(a)) - Number(!isAllNotNull(b)) ||
    Number(!columnsOf(a).every(isKeyLike)) - Number(!columnsOf(b).every(isKeyLike)) ||
    a.keys.length - b.keys.length ||
    Number(a.constraint !== null) - Number(b.constraint !== null) ||
    compareText(a.name, b.name)
  );
}
