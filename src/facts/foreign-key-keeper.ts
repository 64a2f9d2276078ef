import type { ForeignKey } from "../model/catalog.ts";

/** The key beside which this one adds nothing; undefined when this one stays. */
export function foreignKeyKeeper(key: ForeignKey): ForeignKey | undefined {
  if (!key.enforced || key.temporal) return undefined;
  return key.table.foreignKeys
    .filter((other) => other !== key && other.target === key.target && other.enforced && !other.temporal && checksAllOf(other, key))
    .toSorted(byPreference)[0];
}

function checksAllOf(other: ForeignKey, key: ForeignKey): boolean {
  const pairs = pairsOf(other);
  if (![...pairsOf(key)].every(([column, target]) => pairs.get(column) === target)) return false;
  if (other.columns.length === key.columns.length) return byPreference(other, key) < 0;
  return other.validated && other.columns.every((column) => column.notNull || key.columns.includes(column));
}

/** Referencing columns by name, and what each refers to. */
function pairsOf(key: ForeignKey): Map<string, string | undefined> {
  return new Map(key.columns.map((column, at) => [column.name, key.targetColumns[at]?.name]));
}

/** What is proven stays before what is not, then the first by name. */
function byPreference(a: ForeignKey, b: ForeignKey): number {
  return Number(b.validated) - Number(a.validated) || a.columns.length - b.columns.length || (a.name < b.name ? -1 : 1);
}
