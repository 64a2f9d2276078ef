import type { Column, Index } from "../../model/catalog.ts";

/** True when these columns, as a set and in any order, are the first keys of the index: an equality on all of them is one descent. */
export function leads(columns: readonly Column[], index: Pick<Index, "keys">): boolean {
  const { keys } = index;
  // Nearly every index and foreign key has one column.
  if (columns.length === 1) return keys[0]?.column === columns[0];
  const wanted = new Set(columns);
  const first = keys.slice(0, wanted.size).map((key) => key.column);
  return (
    first.length === wanted.size && first.every((column) => column !== null && wanted.has(column)) && new Set(first).size === wanted.size
  );
}
