import type { Column, Index, Table } from "../../model/catalog.ts";

/** Unique indexes that ON CONFLICT (columns) can rest on: the same plain columns, whatever their order. */
export function arbiters(table: Table, columns: readonly Column[]): Index[] {
  return uniqueKeys(table).filter(({ keys }) => keys.length === columns.length && keys.every((key) => holds(columns, key.column)));
}

/** A unique index of which all columns are among these: an equality on them finds one row at most. */
export function uniqueWithin(table: Table, columns: readonly Column[]): Index | undefined {
  return uniqueKeys(table).find(({ keys, predicate }) => predicate === null && keys.every((key) => holds(columns, key.column)));
}

function uniqueKeys(table: Table): Index[] {
  return table.indexes.filter(({ unique, valid, constraint }) => unique && valid && constraint?.deferrable !== true);
}

function holds(columns: readonly Column[], column: Column | null): boolean {
  return column !== null && columns.includes(column);
}
