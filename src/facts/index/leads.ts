import type { Column, Index } from "../../model/catalog.ts";

/** True when these columns, as a set and in any order, are the first keys of the index: an equality on all of them is one descent. */
export function leads(columns: readonly Column[], index: Pick<Index, "keys">): boolean {
  const wanted = new Set(columns);
  const first = index.keys.slice(0, wanted.size).map((key) => key.column);
  return (
    first.length === wanted.size && first.every((column) => column !== null && wanted.has(column)) && new Set(first).size === wanted.size
  );
}
