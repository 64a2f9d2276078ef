import type { SqlStep } from "../contract/fix.ts";
import { batchedUpdate } from "../contract/steps/backfill.ts";
import type { Sizes } from "./estimate.ts";

export interface Tuning {
  /** How long a step waits for its locks, in milliseconds. A concurrent index build waits as long as it takes. */
  readonly lockTimeoutMs?: number;
  /** About how many rows a batch of a backfill updates. */
  readonly batchRows?: number;
}

/** Narrow rows on a page of 8 kB, where nothing is known about the table. */
const ROWS_PER_BLOCK = 78;
const BLOCK_BYTES = 8_192;

/** The step with the timeouts and batches that were asked for. */
export function tuned(step: SqlStep, { lockTimeoutMs, batchRows }: Tuning, sizes: Sizes | null): SqlStep {
  const lockMs = step.timeouts.lockMs === 0 ? 0 : (lockTimeoutMs ?? step.timeouts.lockMs);
  const timeouts = { ...step.timeouts, lockMs };
  if (step.batches === undefined) return { ...step, timeouts };
  const size = sizes?.get(JSON.stringify(step.batches.table));
  const perBlock =
    size === undefined || !size.rows || size.bytes === 0 ? ROWS_PER_BLOCK : Math.max(1, size.rows / (size.bytes / BLOCK_BYTES));
  const blocks = batchRows === undefined ? step.batches.blocks : Math.max(1, Math.round(batchRows / perBlock));
  const batches = { ...step.batches, blocks };
  return { ...step, timeouts, batches, statements: [batchedUpdate(batches, lockMs)] };
}
