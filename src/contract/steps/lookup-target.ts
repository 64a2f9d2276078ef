import { ident } from "../../facts/identifier.ts";
import { singularsOf } from "../../facts/names.ts";
import { recordedRole } from "../../facts/time/roles.ts";
import type { Column, Table } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { createParent, newParent } from "./new-parent.ts";

/** A table with one row for each name, to which rows can refer by a key without meaning. */
export interface LookupTarget {
  readonly table: Table;
  readonly key: Column;
  readonly surrogate: Column;
  /** Null where the table is there. */
  readonly create: SqlStep | null;
}

/**
 * The table of the things that a text names: one that is there, where a name is all that a row of it needs, or a new one.
 * Undefined where a table has the name and another shape.
 */
export function lookupTarget(text: Column, named: readonly string[]): LookupTarget | undefined {
  const row = named.join(" ");
  const there = text.table.schema.tables.filter(({ name }) => singularsOf(name).join(" ") === row);
  if (there.length > 0) return there.length === 1 ? targetIn(there[0] as Table, text) : undefined;
  const parent = newParent(named.join("_"), "name", text);
  return { ...parent, surrogate: parent.surrogate as Column, create: createParent(parent, madeAt(text.table)) };
}

function targetIn(table: Table, text: Column): LookupTarget | undefined {
  const [surrogate, ...others] = table.primaryKey?.columns ?? [];
  const key = table.columns.find(
    (column) => column.type.text === text.type.text && column.collation === text.collation && isUnique(column) && isName(column, table),
  );
  if (table === text.table || surrogate === undefined || others.length > 0 || key === undefined || !SURROGATES.has(surrogate.type.name))
    return undefined;
  const plain =
    table.rls === "off" && !table.foreign && table.persistence === "permanent" && table.parents.length + table.children.length === 0;
  const needsMore = table.columns.some(
    (column) => column !== key && column.notNull && column.default === null && column.generated === null,
  );
  return plain && !needsMore ? { table, key, surrogate, create: null } : undefined;
}

const SURROGATES: ReadonlySet<string> = new Set(["int4", "int8", "uuid"]);

function isName({ name }: Column, table: Table): boolean {
  const words = singularsOf(name).join(" ");
  return words === "name" || words === singularsOf(table.name).join(" ");
}

/** Alone, at once, and in every row. */
function isUnique(column: Column): boolean {
  return (
    column.notNull &&
    column.table.constraints.some(
      ({ type, columns, deferrable }) => type === "unique" && columns.length === 1 && columns[0] === column && !deferrable,
    )
  );
}

/** The moment of its making, where the table that the names come from notes it. */
function madeAt({ columns }: Table): string[] {
  const made = columns.find(
    (column) => recordedRole(column.name) === "created" && column.type.name === "timestamptz" && column.default === "now()",
  );
  return made === undefined ? [] : [`${ident(made.name)} timestamp with time zone NOT NULL DEFAULT now()`];
}
