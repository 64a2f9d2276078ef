import type { Index } from "../../model/catalog.ts";
import { compareText } from "../../model/reference.ts";
import { heldBy } from "./droppable.ts";
import { redundantBeside } from "./redundant-beside.ts";

/**
 * The index that makes this one redundant and stays itself; undefined when this one has to stay.
 * Of equal ones the first stays: one that is held by a constraint or the like, else the first by name.
 */
export function keeperOf(index: Index): Index | undefined {
  if (heldBy(index) !== null) return undefined;
  const keepers = index.table.indexes.filter((other) => other !== index && isDroppedFor(index, other));
  if (keepers.length === 0) return undefined;
  const staying = keepers.filter(
    (other) => heldBy(other) !== null || !keepers.some((third) => third !== other && isDroppedFor(other, third)),
  );
  return staying.toSorted((a, b) => a.keys.length - b.keys.length || preference(a, b))[0];
}

function isDroppedFor(index: Index, other: Index): boolean {
  if (!redundantBeside(index, other)) return false;
  return !redundantBeside(other, index) || preference(other, index) < 0;
}

function preference(a: Index, b: Index): number {
  return Number(heldBy(a) === null) - Number(heldBy(b) === null) || compareText(a.name, b.name);
}
