import type { Change } from "../../facts/change.ts";
import type { Table } from "../../model/catalog.ts";
import type { Touch } from "./step.ts";

/** The table and everything below it: partitions, or tables that inherit from it. */
export function treeOf(table: Table): Table[] {
  return [table, ...table.children.flatMap(treeOf)];
}

/** A change of columns, checks and indexes reaches the whole tree. */
export function touchTree(change: Change, table: Table): Touch[] {
  return treeOf(table).map((each) => ({ change, table: each }));
}

/** A foreign key reaches partitions at both ends, but not tables that merely inherit. */
export function touchForeignKey(change: Change, table: Table, other: Table): Touch[] {
  const ends = (end: Table) => (end.partitioning === null ? [end] : treeOf(end));
  return [...ends(table).map((each) => ({ change, table: each })), ...ends(other).map((each) => ({ change, other: each }))];
}
