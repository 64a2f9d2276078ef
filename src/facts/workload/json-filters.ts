import type { Column, Index, IndexKey } from "../../model/catalog.ts";
import type { Access, Statement, Used, Workload } from "../../model/workload.ts";
import { ident } from "../identifier.ts";
import { uniqueWithin } from "./unique-key.ts";

/** A statement that finds rows by what is in a json column. */
export interface JsonFilter {
  readonly statement: Statement;
  readonly operator: string;
  /** True for `@>`, `?`, `@?` and the like over the document; false for a path that is compared. */
  readonly whole: boolean;
  /** What an index would have to hold: the column, or what is taken out of it. */
  readonly expression: string;
}

const COMPARED: readonly Used[] = ["equality", "range", "pattern", "join"];
/** What jsonb_path_ops answers; jsonb_ops answers them all. */
const BY_PATH: ReadonlySet<string> = new Set(["@>", "@?", "@@"]);

/** Filters on the column that no index serves. A row that is found by a unique key needs no other way to it. */
export function unservedJsonFilters(column: Column, workload: Workload): JsonFilter[] {
  return workload.touching(column.table).flatMap((statement) =>
    statement.accesses
      .filter((access) => access.table === column.table && uniqueWithin(access.table, access.equality) === undefined)
      .flatMap(({ json }) => json.filter((one) => one.column === column && COMPARED.includes(one.used)))
      .map((one) => filterOf(one, statement))
      .filter((filter) => !column.table.indexes.some((index) => serves(index, column, filter))),
  );
}

/** The key of a GIN index for all of these operators. */
export function ginKey(column: Column, operators: readonly string[]): string {
  return operators.every((operator) => BY_PATH.has(operator)) ? `${ident(column.name)} jsonb_path_ops` : ident(column.name);
}

function filterOf({ column, operator, expression }: Access["json"][number], statement: Statement): JsonFilter {
  return {
    statement,
    operator,
    expression,
    whole: !operator.includes("->") && !operator.includes("#>") && expression === ident(column.name),
  };
}

/** Of an expression index it is enough that it looks into the column: what it takes out may have a placeholder's name in the statement. */
function serves({ method, keys, valid }: Index, column: Column, { whole, operator }: JsonFilter): boolean {
  if (!valid) return false;
  if (!whole) return keys.some(({ expression }) => expression?.includes(ident(column.name)));
  return method === "gin" && keys.some((key) => key.column === column && answers(key, operator));
}

function answers({ opclass }: IndexKey, operator: string): boolean {
  return opclass.name !== "jsonb_path_ops" || BY_PATH.has(operator);
}
