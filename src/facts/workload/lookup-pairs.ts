import type { Column, Table } from "../../model/catalog.ts";
import type { Access, PairData, Statement, Workload } from "../../model/workload.ts";
import { perObject } from "../remembered.ts";

/** A statement that looks for a row of the table, and one that inserts it right after, with an equal value. */
export interface LookupPair {
  readonly table: Table;
  /** What was looked for, and then written. */
  readonly columns: readonly Column[];
  readonly lookup: Statement;
  readonly insert: Statement;
  readonly times: number;
}

/** Pairs where most followers were given a value of the look-up, the most frequent first. */
export const lookupPairs: (workload: Workload) => readonly LookupPair[] = perObject((workload) =>
  workload.sessions.pairs.flatMap((pair) => pairOf(pair, workload) ?? []).sort((a, b) => b.times - a.times),
);

/** At least this share of the followers had a value of the statement before. */
const SHARING = 0.5;

function pairOf({ first, second, times, sharing }: PairData, workload: Workload): LookupPair | null {
  const [lookup, insert] = [workload.statement(first), workload.statement(second)];
  if (lookup?.command !== "select" || insert?.command !== "insert" || sharing < times * SHARING) return null;
  const target = insert.accesses.find(({ writes }) => writes === "insert");
  const asked = lookup.accesses.find(({ table }) => table === target?.table);
  if (target === undefined || asked === undefined || target.conflict !== null || !isLookup(asked)) return null;
  const columns = asked.equality.filter((column) => target.written.includes(column));
  return columns.length === 0 || columns.length < asked.equality.length ? null : { table: target.table, columns, lookup, insert, times };
}

/** By equality alone: a range or a join looks for something else than one row. */
function isLookup({ range, join, pattern, json, group }: Access): boolean {
  return [range, join, pattern, json, group].every((list) => list.length === 0);
}
