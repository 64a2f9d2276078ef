import type { Column, ForeignKey, Table } from "../model/catalog.ts";
import type { Action } from "../model/data.ts";
import type { Server } from "../model/snapshot.ts";
import { referencedAs } from "./copied-column.ts";
import { takesSetNullColumns } from "./foreign-key.ts";
import { perObject } from "./remembered.ts";
import {
  classifiesRows,
  isJoinTable,
  isLooseJoinTable,
  isNamedAfter,
  isOwnedDetail,
  isRequired,
  namesKinds,
  recordsHistory,
  recordsMoney,
  rowName,
  tableWords,
} from "./table-role.ts";

/** What deleting a referenced row should do, and why, as the end of a sentence. */
export interface OnDeleteProposal {
  readonly action: "cascade" | "set null" | "restrict";
  /** For `SET NULL (columns)`; empty when all of them are meant. */
  readonly setColumns: readonly Column[];
  readonly reason: string;
}

/**
 * Proposed from what the tables are for, from nullability, and from what the other keys to the same table do.
 * Rows that record money or history never go away with another row. Null when only NO ACTION works: see `needsNoAction`.
 */
export function proposeOnDelete(
  key: ForeignKey,
  server: Pick<Server, "version">,
  historyWords: readonly string[] = [],
): OnDeleteProposal | null {
  const proposal = propose(key, server, historyWords);
  return proposal.action === "restrict" && needsNoAction(key) ? null : proposal;
}

function propose(key: ForeignKey, server: Pick<Server, "version">, historyWords: readonly string[]): OnDeleteProposal {
  const { table } = key;
  const row = rowName(key.target);
  const restrict = (reason: string): OnDeleteProposal => ({ action: "restrict", setColumns: [], reason });
  const cascade = (reason: string): OnDeleteProposal => ({ action: "cascade", setColumns: [], reason });
  if (recordsHistory(table, historyWords)) return restrict(`${table.name} records history, which nothing may erase in passing`);
  const money = recordsMoney(table);
  const kept = keptBecause(key);
  const cleared = kept !== null || (money && !classifiesRows(key.target)) ? null : clearable(key, server);
  const siblings = agreedBySiblings(key);
  if (cleared !== null) {
    if (siblings !== null && siblings.action === "restrict") return restrict(siblings.reason);
    return { action: "set null", setColumns: cleared, reason: `the reference is optional, and the row stands without its ${row}` };
  }
  if (money) return restrict(`${table.name} records money, which may neither go away with its ${row} nor lose it`);
  if (siblings !== null) return siblings.action === "cascade" ? cascade(siblings.reason) : restrict(siblings.reason);
  if (namesKinds(key.target)) return restrict(`a ${row} says what rows of ${table.name} are, and does not own them`);
  if (isJoinTable(table)) return cascade(`a row of ${table.name} only pairs rows of other tables, and means nothing without one of them`);
  if (isOwnedDetail(key)) return cascade(`a row of ${table.name} is a part of its ${row}`);
  if (kept !== null) return restrict(kept);
  return restrict(
    isRequired(key)
      ? `the row cannot stand without its ${row}, and nothing says that it is a part of it`
      : `the reference cannot be cleared by itself, and nothing says that the row is a part of its ${row}`,
  );
}

/** The columns that SET NULL would clear: empty for all of them; null when it cannot. */
function clearable(key: ForeignKey, server: Pick<Server, "version">): readonly Column[] | null {
  const nullable = key.columns.filter((column) => !column.notNull && column.generated === null);
  if (nullable.length === 0 || key.columns.some((column) => needsValue(column))) return null;
  if (nullable.length === key.columns.length) return [];
  return key.match === "simple" && takesSetNullColumns(server) ? nullable : null;
}

/** Why a row should not lose a reference that may be NULL. */
function keptBecause(key: ForeignKey): string | null {
  const { table, target } = key;
  const cleared = key.columns.filter((column) => !column.notNull);
  if (cleared.length === 0) return null;
  const within = table.indexes.find(
    ({ unique, keys }) => unique && keys.length > cleared.length && keys.some(({ column }) => column !== null && cleared.includes(column)),
  );
  if (within !== undefined) return `${within.name} tells rows apart within their ${rowName(target)}`;
  if (isLooseJoinTable(table)) return `besides the rows that it pairs, a row of ${table.name} says nothing`;
  const named = referencedAs(key).join(" ");
  const belongs = table !== target && named !== "" && tableWords(target).join(" ").endsWith(named) && isNamedAfter(key);
  return belongs ? `a row of ${table.name} belongs to its ${rowName(target)}, though nothing requires it` : null;
}

/** A CHECK that counts or demands values would refuse the NULL, and with it the delete. */
function needsValue(column: Column): boolean {
  return column.dependents.some(
    (dependent) =>
      dependent.kind === "constraint" &&
      dependent.type === "check" &&
      /IS NOT NULL|num_nonnulls|num_nulls/i.test(dependent.definition ?? ""),
  );
}

/** What all decided keys of other tables to the same table do, where two or more of the same nullability are decided. */
function agreedBySiblings(key: ForeignKey): { readonly action: Action; readonly reason: string } | null {
  const decided = decidedTo(key.target)[isRequired(key) ? "required" : "optional"];
  if (decided.size === 0) return null;
  // A table that many refer to would be walked once for each of them.
  const own = key.table.foreignKeys.filter((other) => other.target === key.target && isRequired(other) === isRequired(key));
  const agreeing = [...decided].flatMap(([action, count]) => {
    const others = count - own.filter(({ onDelete }) => onDelete === action).length;
    return others === 0 ? [] : [{ action, others }];
  });
  const [only, ...further] = agreeing;
  if (only === undefined || further.length > 0 || only.others < 2) return null;
  if (only.action !== "cascade" && only.action !== "restrict") return null;
  return { action: only.action, reason: `${only.others} other keys to ${key.target.name} do the same` };
}

interface Decided {
  readonly required: ReadonlyMap<Action, number>;
  readonly optional: ReadonlyMap<Action, number>;
}

/** How many keys to the table say what. */
const decidedTo = perObject((table: Table): Decided => {
  const decided = { required: new Map<Action, number>(), optional: new Map<Action, number>() };
  for (const key of table.referencedBy) {
    if (key.onDelete === "no action") continue;
    const counts = isRequired(key) ? decided.required : decided.optional;
    counts.set(key.onDelete, (counts.get(key.onDelete) ?? 0) + 1);
  }
  return decided;
});

/**
 * RESTRICT refuses at once; NO ACTION waits to the end of the statement. Where one delete higher up cascades to both
 * tables, RESTRICT would refuse it before the referencing rows had their turn.
 */
export function needsNoAction(key: ForeignKey): boolean {
  if (!key.table.foreignKeys.some((other) => other !== key && other.onDelete === "cascade")) return false;
  const above = cascadesFrom(key.target, new Set());
  return key.table.foreignKeys.some(
    (other) =>
      other !== key && other.onDelete === "cascade" && [...cascadesFrom(other.target, new Set())].some((table) => above.has(table)),
  );
}

/** The table, and every table from which a delete cascades to it. */
function cascadesFrom(table: Table, seen: Set<Table>): Set<Table> {
  if (seen.has(table)) return seen;
  seen.add(table);
  for (const key of table.foreignKeys) if (key.onDelete === "cascade") cascadesFrom(key.target, seen);
  return seen;
}
