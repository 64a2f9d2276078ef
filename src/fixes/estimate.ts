import type { SqlStep } from "../contract/fix.ts";
import type { Held } from "../facts/change.ts";
import type { TableStatsData } from "../model/snapshot.ts";

export const DURATIONS = ["instant", "seconds", "minutes", "hours"] as const;
export type Duration = (typeof DURATIONS)[number];

/** What a step will take, from the sizes of its tables: an order of magnitude. */
export interface Estimate {
  readonly rows: number;
  /** Bytes of the heaps that it reads or writes. */
  readonly bytes: number;
  readonly duration: Duration;
  /** Bytes that have to be free: the copy, the index or the new row versions. */
  readonly disk: number;
}

/** By `[schema, table]` as JSON. */
export type Sizes = ReadonlyMap<string, TableStatsData>;

/**
 * Bytes of heap in a second, on one core and modest storage. Measured on PostgreSQL 15 and rounded down: a fast server is
 * a few times as fast, which hardly ever changes the word.
 */
const PER_SECOND: Readonly<Record<Held, number>> = { instant: Number.POSITIVE_INFINITY, scan: 200e6, build: 20e6, rewrite: 30e6 };
const BATCHED_ROWS_PER_SECOND = 50_000;
/** An index entry is a fraction of its row. */
const INDEX_SHARE = 0.3;

/** Null when a table that the step works on was never counted. */
export function estimate(step: SqlStep, sizes: Sizes | null): Estimate | null {
  if (sizes === null) return null;
  let [rows, bytes, seconds, disk] = [0, 0, 0, 0];
  for (const { on, held } of step.locks) {
    if (held === "instant" || on.kind !== "table") continue;
    const size = sizes.get(JSON.stringify(on.path));
    if (size === undefined || size.rows === null) return null;
    rows += size.rows;
    bytes += size.bytes;
    const indexes = size.indexes.reduce((sum, index) => sum + index.bytes, 0);
    if (step.batches !== undefined) {
      seconds += size.rows / BATCHED_ROWS_PER_SECOND;
      disk += size.bytes;
    } else {
      seconds += (size.bytes + (held === "rewrite" ? indexes : 0)) / PER_SECOND[held];
      disk += held === "rewrite" ? size.bytes + indexes : held === "build" ? size.bytes * INDEX_SHARE : 0;
    }
  }
  return { rows, bytes, duration: durationOf(seconds), disk: Math.round(disk) };
}

function durationOf(seconds: number): Duration {
  if (seconds < 1) return "instant";
  if (seconds < 60) return "seconds";
  return seconds < 3_600 ? "minutes" : "hours";
}
