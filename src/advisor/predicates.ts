import type { Column, Table } from "../model/catalog.ts";
import type { Statement } from "../model/workload.ts";
import type { Figures } from "./figures.ts";

/** A condition without a value of a user's, such as `deleted_at IS NULL`. */
export interface Predicate {
  readonly column: Column;
  readonly text: string;
  /** Share of the table's rows for which it holds. */
  readonly share: number;
  /** Worth an index of its own: nearly every call has it, or few rows do. */
  readonly partial: boolean;
}

const NEARLY_ALL = 0.9;
const FEW = 0.2;

export function predicatesOf(table: Table, statements: readonly Statement[], figures: Figures): Predicate[] {
  const calls = new Map<string, number>();
  const columns = new Map<string, Column>();
  let all = 0;
  for (const statement of statements) {
    const accesses = statement.accesses.filter((access) => access.table === table && access.writes !== "insert");
    if (accesses.length === 0) continue;
    all += statement.calls;
    for (const text of new Set(accesses.flatMap(({ constant }) => constant.map(({ predicate }) => predicate)))) {
      calls.set(text, (calls.get(text) ?? 0) + statement.calls);
    }
    for (const { constant } of accesses) for (const { column, predicate } of constant) columns.set(predicate, column);
  }
  return [...columns].map(([text, column]) => {
    const share = shareOf(text, column, figures);
    return { column, text, share, partial: share <= FEW || (share < 1 && (calls.get(text) ?? 0) >= all * NEARLY_ALL) };
  });
}

/** Half of the rows, when nothing is known of a boolean. */
function shareOf(text: string, column: Column, figures: Figures): number {
  const { nullFraction } = figures.column(column);
  if (/ IS NULL$/.test(text)) return nullFraction;
  if (/ IS NOT NULL$/.test(text)) return 1 - nullFraction;
  if (/ IS NOT (?:TRUE|FALSE)$/.test(text)) return (1 - nullFraction) / 2 + nullFraction;
  return (1 - nullFraction) / 2;
}
