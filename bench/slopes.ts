import type { Phases } from "./phases.ts";
import { table } from "./table.ts";

/** What the rules took in a database of so many tables. */
export interface Timed {
  readonly tables: number;
  readonly phases: Phases;
}

/** Rules that take less than this at the largest size are not judged: their time is that of the clock and of a collection of garbage. */
const JUDGED_MS = 20;

export interface Slope {
  readonly rule: string;
  /** By size, as they were given. */
  readonly ms: readonly number[];
  /** The power of the number of tables with which the time grows from the first size to the last: 1 is linear. */
  readonly slope: number;
  readonly judged: boolean;
}

/** The steepest first. */
export function slopesOf(sizes: readonly Timed[]): Slope[] {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (first === undefined || last === undefined) return [];
  const growth = Math.log(last.tables / first.tables);
  return Object.keys(last.phases.rules)
    .map((rule): Slope => {
      const ms = sizes.map(({ phases }) => phases.rules[rule] ?? 0);
      const [least, most] = [ms[0] ?? 0, ms.at(-1) ?? 0];
      // What is too short to be measured counts as a tenth of a millisecond.
      const slope = Math.log(Math.max(most, 0.1) / Math.max(least, 0.1)) / growth;
      return { rule, ms, slope, judged: most >= JUDGED_MS };
    })
    .sort((a, b) => b.slope - a.slope);
}

export function slopeTable(sizes: readonly Timed[]): string {
  const head = ["rule", ...sizes.map(({ tables }) => `ms at ${tables}`), "slope", ""];
  const rows = slopesOf(sizes).map(({ rule, ms, slope, judged }) => [
    rule,
    ...ms.map((each) => each.toFixed(1)),
    slope.toFixed(2),
    judged ? "" : "too short to judge",
  ]);
  return table([head, ...rows]);
}
