import { noRun, type Run } from "./bursts.ts";
import { MOST_VALUES } from "./mask.ts";
import type { Batch, CountedStatement } from "./statements.ts";
import type { Happening } from "./tape.ts";

/** Keyed hashes of the constants of one statement. */
export interface Values {
  readonly hashes: Int32Array;
  count: number;
}

/** A statement that may still get its duration, its parameters or another text. Times in milliseconds. */
export interface Latest {
  batch: Batch;
  begin: number;
  end: number;
  /** Microseconds; NaN when not known. */
  duration: number;
  /** Its duration may follow. */
  awaits: boolean;
  /** auto_explain told of it too. */
  explained: boolean;
  tags: string[] | null;
}

/** What is to be known of a backend between one record and the next. */
export interface Session {
  /** In seconds; 0 when the log does not say. */
  readonly start: number;
  /** False for all that the log tells without a process: no sequence can be told from it. */
  readonly named: boolean;
  /** It ran a statement. */
  counted: boolean;
  ended: boolean;
  latest: Latest | null;
  /** What auto_explain told, until it is known whether that is the same execution. */
  plan: Latest | null;
  /** The record before was that of `latest`: a DETAIL belongs to it. */
  accepts: boolean;
  open: Open | null;
  /** Of `latest`, and of `last`. */
  values: Values;
  lastValues: Values;
  last: CountedStatement | null;
  lastEnd: number;
  inTransaction: boolean;
  readonly run: Run;
}

/** An event whose statement and table may follow. */
export interface Open {
  readonly happening: Happening;
  subject: string | null;
  statement: string | null;
}

export function newSession(process: number, start: number): Session {
  return {
    start,
    named: process !== 0,
    counted: false,
    ended: false,
    latest: null,
    plan: null,
    accepts: false,
    open: null,
    values: noValues(),
    lastValues: noValues(),
    last: null,
    lastEnd: Number.NaN,
    inTransaction: false,
    run: noRun(),
  };
}

export function noValues(): Values {
  return { hashes: new Int32Array(MOST_VALUES), count: 0 };
}

export function sharesValue(a: Values, b: Values): boolean {
  for (let left = 0; left < a.count; left += 1) {
    for (let right = 0; right < b.count; right += 1) if (a.hashes[left] === b.hashes[right]) return true;
  }
  return false;
}
