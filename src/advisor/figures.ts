import type { Column, Index, Table } from "../model/catalog.ts";
import type { Stats } from "../model/stats.ts";

/** What the planner is told of a column. */
export interface ColumnFigures {
  readonly nullFraction: number;
  /** `n_distinct`: a count when positive, a negative share of the rows when negative, 0 when nobody knows. */
  readonly distinct: number;
  /** Bytes. */
  readonly width: number;
  readonly correlation: number;
}

export interface TableFigures {
  readonly rows: number;
  readonly pages: number;
}

/** Sizes and distributions, from statistics or assumed. */
export interface Figures {
  readonly by: "restored statistics" | "assumed sizes";
  table(table: Table): TableFigures;
  column(column: Column): ColumnFigures;
  /** Pages of an index that exists. */
  index(index: Index): number;
}

const BLOCK = 8_192;

/** How many different values there are among the rows; at least one. */
export function distinctValues(figures: Figures, column: Column): number {
  const { distinct } = figures.column(column);
  const { rows } = figures.table(column.table);
  if (distinct === 0) return Math.min(Math.max(rows, 1), 200);
  return Math.max(1, distinct > 0 ? distinct : -distinct * rows);
}

/** What was counted; tables that were never analysed have assumed figures. Null when no table was ever analysed. */
export function countedFigures(stats: Stats, tables: readonly Table[], assumed: Figures): Figures | null {
  const analysed = (table: Table) => {
    const found = stats.table(table);
    return found === undefined || found.rows === null || found.rows < 0 ? undefined : { rows: found.rows, bytes: found.bytes };
  };
  if (!tables.some((table) => analysed(table) !== undefined)) return null;
  return {
    by: "restored statistics",
    table: (table) => {
      const found = analysed(table);
      return found === undefined ? assumed.table(table) : { rows: found.rows, pages: Math.max(1, Math.ceil(found.bytes / BLOCK)) };
    },
    column: (column) => {
      const found = stats.column(column);
      return found === undefined ? assumed.column(column) : { ...found, correlation: found.correlation ?? 0 };
    },
    index: (index) => {
      const found = stats.index(index);
      return found === undefined ? assumed.index(index) : Math.max(1, Math.ceil(found.bytes / BLOCK));
    },
  };
}
