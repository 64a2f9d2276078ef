import type { Column, Table } from "../../model/catalog.ts";
import type { TypeRef } from "../../model/data.ts";
import { namesLocalTime, namesRecordedMoment, namesZone } from "./naive.ts";

/** Columns that keep moments as timestamp without time zone; those that mean local time are left out. */
export function naiveColumns(table: Table): Column[] {
  const naive = table.columns.filter((column) => isOf(column.type, "timestamp") && column.local && !namesLocalTime(column.name));
  if (naive.length === 0) return naive;
  // A zone beside the column makes a moment of it, but not of when the row was written.
  const hasZone = table.columns.some((column) => namesZone(column.name) && !isOf(column.type, "timestamp"));
  return hasZone ? naive.filter((column) => namesRecordedMoment(column.name)) : naive;
}

/** Columns of type timestamp with time zone. */
export function zonedColumns(table: Table): Column[] {
  return table.columns.filter((column) => isOf(column.type, "timestamptz"));
}

/** True for the type itself, for an array of it, and for a domain over it. */
function isOf(type: TypeRef, name: string): boolean {
  return type.over === null ? type.name === name && type.schema === "pg_catalog" : isOf(type.over, name);
}
