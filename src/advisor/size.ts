import type { Column } from "../model/catalog.ts";
import type { Figures } from "./figures.ts";

const LINE_POINTER = 4;
const INDEX_TUPLE_HEADER = 8;
const MAXIMUM_ALIGNMENT = 8;
/** Of a B-tree's leaf pages. */
const FILLFACTOR = 0.9;

/** Bytes that one row takes in an index over these columns. */
export function bytesPerRow(method: string, columns: readonly Column[], figures: Figures): number {
  const width = columns.reduce((sum, column) => {
    const { width, nullFraction } = figures.column(column);
    return sum + width * (1 - nullFraction);
  }, 0);
  // GIN keeps each different item once, with a packed list of the rows: of what items there are, nothing is known.
  if (method !== "btree") return Math.max(12, width * 0.6);
  const aligned = Math.ceil((width + INDEX_TUPLE_HEADER) / MAXIMUM_ALIGNMENT) * MAXIMUM_ALIGNMENT;
  return (aligned + LINE_POINTER) / FILLFACTOR;
}
