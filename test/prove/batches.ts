import { coverPairs } from "./cover.ts";
import { canShare, type Made, TRAITS, tableWith } from "./traits.ts";

const TABLES = coverPairs(Object.keys(TRAITS), 16, canShare);

/**
 * Tables on which every pair of fixable rules that fits together is, some at a time, each time as one schema with one plan.
 * There are some 1,550 pairs: with sixteen rules on a table, 28 tables have them all, and the fixes have to get on with
 * fourteen others as well. A table for each pair would take ten times as long.
 */
export function batchesOf(major: number, size: number): (readonly [string, readonly Made[]])[] {
  const tables = TABLES.map((rules, at) =>
    tableWith(
      `payment_${String(at + 1).padStart(2, "0")}`,
      rules.filter((rule) => (TRAITS[rule]?.since ?? 0) <= major),
    ),
  );
  return inBatches(tables, size).map((batch) => [`${batch[0]?.name} to ${batch.at(-1)?.name}`, batch]);
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  return items.length === 0 ? [] : [[...items.slice(0, size)], ...inBatches(items.slice(size), size)];
}
