import type { IndexAdvice } from "../../model/advice.ts";
import type { Column, ForeignKey, Index, Table } from "../../model/catalog.ts";
import { ident } from "../identifier.ts";

/** `btree (account_id, created_at DESC) WHERE deleted_at IS NULL`: as it would be written, and one text for each index. */
export function advisedText({ method, keys, include, predicate }: IndexAdvice): string {
  const included = include.length === 0 ? "" : ` INCLUDE (${include.map(ident).join(", ")})`;
  return `${method === "btree" ? "" : `${method} `}(${keys.join(", ")})${included}${predicate === null ? "" : ` WHERE ${predicate}`}`;
}

/** What the name of the index is made of: its columns, the words of its expressions, and how it differs from a plain one. */
export function nameParts({ table, keys, method, predicate }: Pick<IndexAdvice, "table" | "keys" | "method" | "predicate">): string[] {
  const parts = keys.flatMap((text) => {
    const column = table.columns.find((one) => isPlain(text, one));
    return column === undefined ? (partOf(text).match(/\w+/g) ?? []) : [column.name];
  });
  return [...parts, ...(method === "btree" ? [] : [method]), ...(predicate === null ? [] : ["partial"])];
}

/** Advice for an index that the table does not have yet. */
export function openAdvice(table: Table, advised: readonly IndexAdvice[]): IndexAdvice[] {
  return advised.filter((advice) => !table.indexes.some((index) => index.valid && isSame(advice, index)));
}

/** The columns of a B-tree index over all rows; null where one of its keys is an expression, or is compared in another way. */
export function plainColumns({ table, keys, method, predicate }: IndexAdvice): readonly Column[] | null {
  if (method !== "btree" || predicate !== null || keys.some((text) => classOf(text) !== null)) return null;
  const columns = keys.flatMap((text) => table.columns.find((column) => isPlain(text, column)) ?? []);
  return columns.length === keys.length ? columns : null;
}

/** A key is there for what a text begins with: whether the patterns of a statement begin with one, its literals say, which are not kept. */
export function isForPrefixes({ keys }: Pick<IndexAdvice, "keys">): boolean {
  return keys.some((text) => classOf(text)?.endsWith("_pattern_ops") === true);
}

/** The index would also serve the check of the foreign key. */
export function adviceCovers(advised: IndexAdvice, key: ForeignKey): boolean {
  const columns = key.table === advised.table ? plainColumns(advised) : null;
  return columns !== null && key.columns.every((column) => columns.slice(0, key.columns.length).includes(column));
}

function isSame(advice: IndexAdvice, index: Index): boolean {
  if (advice.method !== index.method || advice.keys.length !== index.keys.length) return false;
  if (bare(advice.predicate ?? "") !== bare(index.predicate ?? "")) return false;
  return index.keys.every(({ column, expression, descending, opclass }, at) => {
    const text = advice.keys[at] as string;
    if (/ DESC\b/.test(text) !== descending || classOf(text) !== (opclass.default ? null : opclass.name)) return false;
    return column === null ? bare(partOf(text)) === bare(expression as string) : isPlain(text, column);
  });
}

function isPlain(text: string, column: Column): boolean {
  return partOf(text) === ident(column.name);
}

/** The name of the operator class in which the key stands; null for the default one. */
function classOf(text: string): string | null {
  return / (?:[\w"]+\.)?(\w+_ops)(?: ASC| DESC)?(?: NULLS (?:FIRST|LAST))?$/.exec(text)?.[1] ?? null;
}

/** A key without its operator class and direction. */
function partOf(text: string): string {
  return text.replace(/(?: [\w.]+_ops)?(?: ASC| DESC)?(?: NULLS (?:FIRST|LAST))?$/, "");
}

/** The server adds parentheses and types to what it is given. */
function bare(text: string): string {
  return text.replace(/::[\w ]+|[\s()]/g, "").toLowerCase();
}
