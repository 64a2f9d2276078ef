import { literal } from "../facts/identifier.ts";
import type { Column } from "../model/catalog.ts";
import type { Figures } from "./figures.ts";
import type { Restored, StatisticsExport } from "./statistics-export.ts";

/** Figures from an export; what it does not tell comes from the others. */
export function exportedFigures({ relations, columns }: StatisticsExport, others: Figures): Figures {
  const byRelation = new Map(relations.map((row) => [keyOf(row.get("schemaname"), row.get("relname")), row]));
  // Of a table with children there are two rows: the one with the children's stays, which comes last.
  const byColumn = new Map(columns.map((row) => [keyOf(row.get("schemaname"), row.get("relname"), row.get("attname")), row]));
  const sizeOf = (schema: string, name: string) => {
    const row = byRelation.get(keyOf(schema, name));
    const rows = Number(row?.get("reltuples") ?? -1);
    return row === undefined || rows < 0 ? undefined : { rows, pages: Math.max(1, Number(row.get("relpages") ?? 1)) };
  };
  return {
    by: "restored statistics",
    table: (table) => sizeOf(table.schema.name, table.name) ?? others.table(table),
    index: (index) => sizeOf(index.table.schema.name, index.name)?.pages ?? others.index(index),
    column: (column: Column) => {
      const row = byColumn.get(keyOf(...column.path));
      if (row === undefined) return others.column(column);
      const number = (name: string) => Number(row.get(name) ?? 0);
      return {
        nullFraction: number("null_frac"),
        distinct: number("n_distinct"),
        width: number("avg_width"),
        correlation: number("correlation"),
      };
    },
  };
}

function keyOf(...parts: readonly (string | undefined)[]): string {
  return parts.join("\0");
}

const RELATION = { relpages: "integer", reltuples: "real", relallvisible: "integer" } as const;
const ATTRIBUTE = {
  inherited: "boolean",
  null_frac: "real",
  avg_width: "integer",
  n_distinct: "real",
  most_common_vals: "text",
  most_common_freqs: "real[]",
  histogram_bounds: "text",
  correlation: "real",
  most_common_elems: "text",
  most_common_elem_freqs: "real[]",
  elem_count_histogram: "real[]",
  range_length_histogram: "text",
  range_empty_frac: "real",
  range_bounds_histogram: "text",
} as const;

/** Calls that put an export into the copy: of what it says, only what these functions take. */
export function restoreExport({ relations, columns }: StatisticsExport): string[] {
  return [
    ...relations.map((row) => call("relation", row, ["schemaname", "relname"], RELATION)),
    ...columns.map((row) => call("attribute", row, ["schemaname", "relname", "attname"], ATTRIBUTE)),
  ];
}

function call(kind: string, row: Restored, names: readonly string[], types: Readonly<Record<string, string>>): string {
  const text = (value: string) => literal(value).trim();
  const named = names.map((name) => `'${name}', ${text(row.get(name) ?? "")}`);
  const values = Object.entries(types).flatMap(([name, type]) => {
    const value = row.get(name);
    return value === undefined ? [] : [`'${name}', ${text(value)}::${type}`];
  });
  return `SELECT pg_catalog.pg_restore_${kind}_stats(${[...named, ...values].join(", ")})`;
}
