import type { Column, Index, Table } from "../../model/catalog.ts";
import type { Stats } from "../../model/stats.ts";
import type { Access, Statement, Workload } from "../../model/workload.ts";
import { ident } from "../identifier.ts";
import { coversForeignKey } from "../index/covers-foreign-key.ts";
import { heldBy } from "../index/droppable.ts";
import { keeperOf } from "../index/keeper.ts";

/** A part of an index that would do all that is asked of it. */
export interface SmallerIndex {
  /** The first key. */
  readonly column: Column;
  readonly predicate: string;
  /** Of the rows, 0 to 1. */
  readonly share: number;
  /** True when it is the key itself that is NULL in the other rows. */
  readonly byKey: boolean;
  /** What looks for rows by the first key. */
  readonly statements: readonly Statement[];
}

/** The smallest part that every statement stays within; null when there is none, or nobody counted its rows. */
export function smallerIndex(index: Index, table: Table, workload: Workload, stats: Stats): SmallerIndex | null {
  const column = index.keys[0]?.column ?? null;
  if (column === null || !isPlain(index)) return null;
  const touching = workload.touching(table).flatMap((statement) => accessesOf(statement, table));
  // In the order of the index every row has its place.
  if (touching.some(({ access }) => access.order[0]?.column === column && !seeks(access, column))) return null;
  const seeking = touching.filter(({ access }) => seeks(access, column));
  const accesses = seeking.map(({ access }) => access);
  const statements = [...new Set(seeking.map(({ statement }) => statement))];
  const parts = [...partByKey(column, accesses, stats), ...partsByCondition(accesses, stats)]
    .map((part) => ({ column, statements, ...part }))
    .filter(({ byKey }) => byKey || !table.foreignKeys.some((key) => coversForeignKey(key, index)));
  return parts.toSorted((a, b) => a.share - b.share)[0] ?? null;
}

/** An index over columns that somebody may drop, and that does not go anyway. */
function isPlain(index: Index): boolean {
  const { keys, method, unique, predicate, valid } = index;
  const plain = method === "btree" && !unique && predicate === null && valid && keys.every(({ column }) => column !== null);
  return plain && heldBy(index) === null && keeperOf(index) === undefined;
}

function accessesOf(statement: Statement, table: Table) {
  return statement.accesses.filter((access) => access.table === table).map((access) => ({ statement, access }));
}

function seeks({ equality, range, join, constant }: Access, column: Column): boolean {
  return [...equality, ...range].includes(column) || [...join, ...constant].some((one) => one.column === column);
}

type Part = Pick<SmallerIndex, "predicate" | "share" | "byKey">;

/** What is compared with the key is not NULL, so that only `IS NULL` finds the rows without one. */
function partByKey(column: Column, accesses: readonly Access[], stats: Stats): Part[] {
  const nulls = stats.column(column)?.nullFraction;
  const asked = accesses.some(({ constant }) => constant.some((one) => one.column === column && asksForNull(one.predicate)));
  return nulls === undefined || asked ? [] : [{ predicate: `${ident(column.name)} IS NOT NULL`, share: 1 - nulls, byKey: true }];
}

/** `deleted_at IS NULL` in every one of them. */
function partsByCondition([first, ...others]: readonly Access[], stats: Stats): Part[] {
  const shared = (first?.constant ?? []).filter(({ predicate }) =>
    others.every(({ constant }) => constant.some((other) => other.predicate === predicate)),
  );
  return shared.flatMap(({ column, predicate }) => {
    const nulls = stats.column(column)?.nullFraction;
    if (nulls === undefined || !/ IS (?:NOT )?NULL$/.test(predicate)) return [];
    return [{ predicate, share: asksForNull(predicate) ? nulls : 1 - nulls, byKey: false }];
  });
}

function asksForNull(predicate: string): boolean {
  return predicate.endsWith(" IS NULL");
}
