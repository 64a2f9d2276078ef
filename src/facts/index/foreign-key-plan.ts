import type { Column, ForeignKey, Table } from "../../model/catalog.ts";
import { compareText } from "../../model/reference.ts";
import { foreignKeyKeeper } from "../foreign-key-keeper.ts";
import { isForeignKeyCovered } from "./covers-foreign-key.ts";
import { leastOverlap } from "./planned.ts";

/** One index to build, and every foreign key that it serves, the widest first. */
export interface ForeignKeyIndexPlan {
  readonly columns: readonly Column[];
  readonly serves: readonly [ForeignKey, ...ForeignKey[]];
}

/**
 * The fewest indexes that serve the foreign keys which no index serves: keys over the same columns share one,
 * and a key whose columns are among those of a wider one comes first in the wider one's index.
 * Of two keys that say the same, the one that stays speaks for both.
 * Keys that are never checked, and temporal ones, which only GiST serves, are left out.
 */
export function foreignKeyIndexPlans(table: Table): ForeignKeyIndexPlan[] {
  const waiting = table.foreignKeys
    .filter((key) => key.local && key.enforced && !key.temporal && !isForeignKeyCovered(key))
    .toSorted((a, b) => b.columns.length - a.columns.length || Number(goes(a)) - Number(goes(b)) || compareText(a.name, b.name));
  const plans: ForeignKeyIndexPlan[] = [];
  while (waiting.length > 0) {
    const chain: [ForeignKey, ...ForeignKey[]] = [waiting.shift() as ForeignKey];
    for (const key of [...waiting]) {
      const narrowest = chain.at(-1) as ForeignKey;
      if (!key.columns.every((column) => narrowest.columns.includes(column))) continue;
      chain.push(key);
      waiting.splice(waiting.indexOf(key), 1);
    }
    const columns = [...new Set(chain.toReversed().flatMap((key) => key.columns))];
    const narrower = chain.some((key) => key.columns.length < columns.length);
    plans.push({ columns: narrower ? columns : leastOverlap(table, columns), serves: chain });
  }
  return plans;
}

function goes(key: ForeignKey): boolean {
  return foreignKeyKeeper(key) !== undefined;
}
