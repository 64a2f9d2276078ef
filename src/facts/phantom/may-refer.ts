import type { Column, Table } from "../../model/catalog.ts";
import type { TypeRef } from "../../model/data.ts";
import { singularsOf } from "../names.ts";
import { runTogether } from "./key-names.ts";
import { LANDING } from "./lexicon.ts";

const NUMBERS: ReadonlySet<string> = new Set(["int2", "int4", "int8"]);
const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext"]);

/** Tables that somebody designed to be joined: not a copy of the past, a landing zone, or what lies elsewhere. */
export function isDesigned(table: Table): boolean {
  if (table.foreign || (table.partitioning === null && (table.children.length > 0 || table.parents.length > 0))) return false;
  return !singularsOf(table.name).some((word) => LANDING.has(word));
}

/** Whether a column of this type and place can be a foreign key that nobody declared. */
export function mayRefer(column: Column, stem: readonly string[]): boolean {
  const { table } = column;
  const { name, array } = column.type;
  const base = typeOf(column.type).name;
  if (array || column.generated !== null || !(NUMBERS.has(base) || TEXTS.has(base) || base === "uuid") || name === "oid") return false;
  if (isDeclared(table, column.name)) return false;
  // Polymorphic: which table is meant stands beside it.
  const kinds = ["type", "kind", "table", "class"].map((word) => `${stem.join("")}${word}`);
  return !table.columns.some((other) => kinds.includes(runTogether(other.name)));
}

/** By the table, or by each of its partitions. */
function isDeclared(table: Table, column: string): boolean {
  if (table.foreignKeys.some((key) => key.columns.some(({ name }) => name === column))) return true;
  return table.partitioning !== null && table.children.length > 0 && table.children.every((child) => isDeclared(child, column));
}

/** Whether one can be compared with the other by an index. */
export function fits(column: Column, key: Column): boolean {
  if (column === key) return false;
  const [a, b] = [typeOf(column.type).name, typeOf(key.type).name];
  return a === b || (NUMBERS.has(a) && NUMBERS.has(b)) || (TEXTS.has(a) && TEXTS.has(b));
}

/** Of a domain: the type that it is over. */
export function typeOf(type: TypeRef): TypeRef {
  return type.over === null ? type : typeOf(type.over);
}
