import { ident } from "../../facts/identifier.ts";
import type { ColumnData, TableData, TypeRef } from "../../model/data.ts";

/** Longer values are cut before they are looked at: the server then reads only the beginning of a value that is stored out of line. */
export const LONGEST_VALUE = 1_024;

/** Of an array, this many elements of each row. */
const MOST_ELEMENTS = 16;

export interface SampledColumn {
  readonly name: string;
  /** A query without FROM that gives the values of one row as text under the collation "C". */
  readonly values: string;
}

/** Columns whose values can be anything: text, JSON and bytes. Enums, numbers, dates and uuids say what they are. */
export function sampledColumns(table: TableData): readonly SampledColumn[] {
  return table.columns.flatMap((column) => {
    const values = column.generated === null ? valuesOf(column) : null;
    return values === null ? [] : [{ name: column.name, values }];
  });
}

function valuesOf({ name, type }: ColumnData): string | null {
  const base = baseOf(type);
  const column = `r.${ident(name)}`;
  if (!base.array) {
    const text = textOf(base, column);
    return text === null ? null : `select ${text} collate pg_catalog."C"`;
  }
  const element = textOf(base, "e.value");
  return element === null
    ? null
    : `select ${element} collate pg_catalog."C" from pg_catalog.unnest((${column})[1:${MOST_ELEMENTS}]) as e(value)`;
}

function baseOf(type: TypeRef): TypeRef {
  return type.over === null ? type : baseOf(type.over);
}

function textOf({ schema, name }: TypeRef, value: string): string | null {
  if (name === "citext") return cut(`pg_catalog.concat(${value})`);
  if (schema !== "pg_catalog") return null;
  switch (name) {
    case "text":
    case "varchar":
    case "bpchar":
      return cut(`${value}::pg_catalog.text`);
    case "json":
    case "jsonb":
      // A scalar string without its quotes; anything else as it is written.
      return cut(`(${value} operator(pg_catalog.#>>) '{}'::pg_catalog.text[])`);
    case "bytea":
      return `pg_catalog.encode(pg_catalog.substring(${value}, 1, ${LONGEST_VALUE}), 'escape')`;
    default:
      return null;
  }
}

/** `concat` writes a value out by its type's own output function: a cast could be anybody's function. */
function cut(text: string): string {
  return `pg_catalog.left(${text}, ${LONGEST_VALUE})`;
}
