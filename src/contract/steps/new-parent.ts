import { distinctName } from "../../facts/distinct-name.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import type { Column, Table } from "../../model/catalog.ts";
import type { TypeRef } from "../../model/data.ts";
import type { SqlStep } from "../fix.ts";
import { relationNames } from "./index-steps.ts";
import { step } from "./step.ts";

/** The type of numbers that the server gives. */
export const BIGINT: TypeRef = { schema: "pg_catalog", name: "int8", modifiers: [], array: false, text: "bigint", over: null };

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext"]);

/** A table that is to be made: the key that is already in use, and a number beside it where that key is a text. */
export interface NewParent {
  readonly table: Table;
  readonly key: Column;
  readonly surrogate: Column | null;
}

/** As the catalog will show it. `row` says what one of its rows is called; the last is a column that holds its key. */
export function newParent(row: string, keyName: string, { table: model, ...column }: Column): NewParent {
  const { schema } = model;
  // A table is a type as well, so that domains and enums are in the way of its name.
  const taken = new Set([...relationNames(schema), ...schema.types.map((type) => type.name)]);
  const name = distinctName([pluralLike(schema.tables, row)], "", taken);
  const path = [schema.name, name];
  const table: Table = {
    ...model,
    name,
    path,
    comment: null,
    persistence: "permanent",
    partitioning: null,
    partitionBound: null,
    parents: [],
    children: [],
    columns: [],
    indexes: [],
    constraints: [],
    primaryKey: null,
    foreignKeys: [],
    referencedBy: [],
    triggers: [],
    policies: [],
    statistics: [],
  };
  const own = (columnName: string, parts: Partial<Column>): Column => ({
    ...column,
    table,
    name: columnName,
    path: [...path, columnName],
    comment: null,
    notNull: true,
    default: null,
    generated: null,
    reads: [],
    dependents: [],
    ...parts,
  });
  if (!TEXTS.has((column.type.over ?? column.type).name)) return { table, key: own("id", {}), surrogate: null };
  return { table, key: own(keyName, {}), surrogate: own("id", { type: BIGINT, collation: null }) };
}

/** `beside`: definitions of further columns. */
export function createParent({ table, key, surrogate }: NewParent, beside: readonly string[] = []): SqlStep {
  const columns =
    surrogate === null
      ? [`${ident(key.name)} ${key.type.text} PRIMARY KEY`]
      : [
          `${ident(surrogate.name)} bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY`,
          `${ident(key.name)} ${key.type.text}${collate(key)} NOT NULL UNIQUE`,
        ];
  return step(
    { change: "create table" },
    {
      phase: "expand",
      why:
        surrogate === null
          ? `One row for each ${key.name} there is.`
          : `One row for each ${key.name} there is, with a number of its own that never changes.`,
      statements: [`CREATE TABLE ${qualified(table.path)} (${[...columns, ...beside].join(", ")})`],
      undo: [`DROP TABLE ${qualified(table.path)}`],
    },
  );
}

function collate(column: Column): string {
  if (column.collation === null) return "";
  const dot = column.collation.indexOf(".");
  return ` COLLATE ${qualified([column.collation.slice(0, dot), column.collation.slice(dot + 1)])}`;
}

/** In the plural where the other tables are. */
function pluralLike(tables: readonly Table[], row: string): string {
  const plural = tables.filter(({ name }) => name.endsWith("s")).length * 2 > tables.length;
  if (!plural) return row;
  if (/[^aeiou]y$/.test(row)) return `${row.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh|z)$/.test(row) ? `${row}es` : `${row}s`;
}
