import type { Column, Table } from "../../model/catalog.ts";
import { primaryKeyCandidate } from "../primary-key-candidate.ts";
import { leastOverlap } from "./planned.ts";

/** The columns, in order, of the primary key that a table without one gets when it is built anew; null when it is not. */
export function comingPrimaryKey(table: Table): readonly Column[] | null {
  if (table.primaryKey !== null || table.partitioning !== null || table.parents.length > 0 || table.children.length > 0) return null;
  const candidate = primaryKeyCandidate(table);
  return candidate?.is === "columns" ? leastOverlap(table, candidate.columns, true) : null;
}
