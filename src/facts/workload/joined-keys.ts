import type { Column, Table } from "../../model/catalog.ts";
import type { Statement, Workload } from "../../model/workload.ts";
import { recordsHistory } from "../table-role.ts";
import { baseType } from "../time/roles.ts";
import { uniqueWithin } from "./unique-key.ts";

/** A column that statements join with the key of another table. */
export interface JoinedKey {
  readonly column: Column;
  readonly key: Column;
  readonly statements: readonly Statement[];
}

/** Joins that no foreign key declares, in either direction, by the table of the referring column. */
export function joinedKeys(table: Table, workload: Workload): JoinedKey[] {
  if (table.foreign || table.partitioning !== null || recordsHistory(table)) return [];
  const found = new Map<Column, Map<Column, Set<Statement>>>();
  for (const statement of workload.touching(table)) {
    for (const { table: accessed, join } of statement.accesses) {
      for (const { column, other } of accessed === table ? join : []) {
        if (!mayRefer(column, other)) continue;
        const keys = found.get(column) ?? new Map<Column, Set<Statement>>();
        found.set(column, keys.set(other, (keys.get(other) ?? new Set()).add(statement)));
      }
    }
  }
  // What is joined with the keys of several tables refers to none of them in particular.
  return [...found].flatMap(([column, keys]) =>
    keys.size > 1 ? [] : [...keys].map(([key, statements]) => ({ column, key, statements: [...statements] })),
  );
}

function mayRefer(column: Column, key: Column): boolean {
  const { table } = key;
  if (table === column.table || table.foreign || table.partitioning !== null || table.children.length > 0) return false;
  if (isReferring(column) || isReferring(key) || uniqueWithin(column.table, [column]) !== undefined) return false;
  const [own, other] = [baseType(column.type), baseType(key.type)];
  return (
    uniqueWithin(table, [key]) !== undefined && own.name === other.name && !own.array && table.persistence === column.table.persistence
  );
}

function isReferring(column: Column): boolean {
  return column.table.foreignKeys.some(({ columns }) => columns.includes(column));
}
