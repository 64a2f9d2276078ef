import type { Column, Index, Table } from "../../model/catalog.ts";
import { compareText } from "../../model/reference.ts";
import type { EventData, Statement, Workload } from "../../model/workload.ts";
import { type LookupPair, lookupPairs } from "./lookup-pairs.ts";
import { arbiters, uniqueWithin } from "./unique-key.ts";

/** Pairs that came less often may be a coincidence. */
export const ENOUGH_PAIRS = 20;

/** Columns by which statements tell the rows of a table apart, and which nothing keeps unique. */
export interface UpsertKey {
  readonly columns: readonly [Column, ...Column[]];
  /** `named`: an ON CONFLICT names them. `looked up`: each insert follows a look-up by them. */
  readonly is: "named" | "looked up";
  readonly statements: readonly Statement[];
  /** Calls of the first, pairs of the second. */
  readonly times: number;
}

/** Keys that no unique index has, each once. */
export function missingUpsertKeys(table: Table, workload: Workload): UpsertKey[] {
  const found = new Map<string, UpsertKey>();
  for (const key of [...namedKeys(table, workload), ...lookupKeys(table, workload)]) {
    const name = key.columns.map((column) => column.name).join("\0");
    if (!found.has(name)) found.set(name, key);
  }
  return [...found.values()];
}

/** Inserts that a unique index has turned into errors, by the index. */
export function failedInserts(table: Table, workload: Workload): { readonly index: Index; readonly events: readonly EventData[] }[] {
  const events = workload.events.filter(({ sqlstate, subject }) => sqlstate === "23505" && subject !== null);
  if (events.length === 0) return [];
  return table.indexes
    .filter((index) => index.unique)
    .map((index) => ({ index, events: events.filter((event) => event.subject === index.name && isOf(event, table, workload)) }))
    .filter((failed) => failed.events.length > 0);
}

/** Names of constraints are unique within a table only. */
function isOf({ statement }: EventData, table: Table, workload: Workload): boolean {
  const known = statement === null ? undefined : workload.statement(statement);
  return known === undefined || known.accesses.some((access) => access.table === table && access.writes !== null);
}

function namedKeys(table: Table, workload: Workload): UpsertKey[] {
  return workload.touching(table).flatMap((statement) =>
    statement.accesses.flatMap((access): UpsertKey[] => {
      const [first, ...others] = access.table === table ? inOrder(access.conflict ?? []) : [];
      if (first === undefined || arbiters(table, [first, ...others]).length > 0) return [];
      return [{ columns: [first, ...others], is: "named", statements: [statement], times: statement.calls }];
    }),
  );
}

function lookupKeys(table: Table, workload: Workload): UpsertKey[] {
  return lookupPairs(workload).flatMap((pair): UpsertKey[] => {
    const [first, ...others] = inOrder(pair.columns);
    if (pair.table !== table || first === undefined || !isForOneRow(pair) || uniqueWithin(table, pair.columns) !== undefined) return [];
    return [{ columns: [first, ...others], is: "looked up", statements: [pair.lookup, pair.insert], times: pair.times }];
  });
}

/** By name: a key is the same in any order. */
function inOrder(columns: readonly Column[]): Column[] {
  return columns.toSorted((a, b) => compareText(a.name, b.name));
}

/** Most inserts follow it, and it looks for one row: the list of a customer's orders comes before an order of the customer as well. */
function isForOneRow({ table, columns, lookup, insert, times }: LookupPair): boolean {
  const refers = columns.length === 1 && table.foreignKeys.some((key) => columns.every((column) => key.columns.includes(column)));
  const few = lookup.limited || lookup.oneRow || (lookup.rows === null ? isForKey(table, lookup) : lookup.rows <= lookup.calls);
  return !refers && few && times * 2 >= insert.calls;
}

/** It asks for nothing but the primary key: whether the row is there. */
function isForKey(table: Table, { accesses }: Statement): boolean {
  const key = table.primaryKey?.columns ?? [];
  return accesses.every(({ output }) => output !== "all" && output.every((column) => key.includes(column)));
}
