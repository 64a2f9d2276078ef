import { literal } from "../facts/identifier.ts";
import type { Column, Table } from "../model/catalog.ts";
import type { Figures } from "./figures.ts";

/**
 * Calls that give a copy the figures of its original. Pages of the visibility map are counted as if VACUUM had just run:
 * statistics of a snapshot do not tell, and index-only scans depend on it.
 */
export function restoreStatements(tables: readonly Table[], figures: Figures): string[] {
  return tables.flatMap((table) => {
    const { rows, pages } = figures.table(table);
    return [
      ...(table.partitioning === null ? [relation(table.schema.name, table.name, rows, pages)] : []),
      ...table.columns.map((column) => attribute(table, column, figures)),
      ...table.indexes
        .filter((index) => table.partitioning === null && index.method !== "")
        .map((index) => relation(table.schema.name, index.name, rows, figures.index(index))),
    ];
  });
}

function relation(schema: string, name: string, rows: number, pages: number): string {
  const texts = `'schemaname', ${text(schema)}, 'relname', ${text(name)}`;
  return `SELECT pg_catalog.pg_restore_relation_stats(${texts}, 'relpages', ${pages}, 'reltuples', '${rows}'::real, 'relallvisible', ${pages})`;
}

function attribute(table: Table, column: Column, figures: Figures): string {
  const { nullFraction, distinct, width, correlation } = figures.column(column);
  return [
    `SELECT pg_catalog.pg_restore_attribute_stats('schemaname', ${text(table.schema.name)}, 'relname', ${text(table.name)}`,
    `'attname', ${text(column.name)}, 'inherited', ${table.partitioning !== null || table.children.length > 0}`,
    `'null_frac', '${nullFraction}'::real, 'avg_width', ${Math.round(width)}`,
    `'n_distinct', '${distinct}'::real, 'correlation', '${correlation}'::real)`,
  ].join(", ");
}

function text(value: string): string {
  return literal(value).trim();
}
