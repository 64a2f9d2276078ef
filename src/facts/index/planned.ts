import type { Column, Index, Table } from "../../model/catalog.ts";
import { heldBy } from "./droppable.ts";
import { type IndexShape, redundantBeside } from "./redundant-beside.ts";

/** The shape of a B-tree index over plain columns that does not exist yet. */
export function plannedIndex(columns: readonly Column[], unique = false): IndexShape {
  return {
    method: "btree",
    unique,
    nullsNotDistinct: false,
    valid: true,
    ready: true,
    include: [],
    predicate: null,
    settings: {},
    constraint: null,
    keys: columns.map((column) => ({
      column,
      expression: null,
      collation: null,
      opclass: { schema: "pg_catalog", name: "", default: true },
      descending: false,
      nullsFirst: false,
    })),
  };
}

/** Indexes of the table that would have nothing left to do beside the planned one, and that nothing else holds. */
export function replacedBy(table: Table, planned: IndexShape): Index[] {
  return table.indexes.filter((index) => heldBy(index) === null && redundantBeside(index, planned));
}

/** Any order of the columns serves equality on all of them: the first one that leaves every index of the table its use, else the given one. */
export function leastOverlap(table: Table, columns: readonly Column[], unique = false): readonly Column[] {
  if (columns.length === 1) return columns;
  const rotations = columns.map((_, at) => [...columns.slice(at), ...columns.slice(0, at)]);
  return rotations.find((order) => replacedBy(table, plannedIndex(order, unique)).length === 0) ?? columns;
}
