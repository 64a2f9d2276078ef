import { noRun, type Run } from "./bursts.ts";
import type { Batch, CountedStatement } from "./statements.ts";
import type { Happening } from "./tape.ts";

export const NO_VALUES = new Int32Array(0);

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
  /** Keyed hashes of its constants. */
  values: Int32Array;
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
  last: CountedStatement | null;
  lastValues: Int32Array;
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
    last: null,
    lastValues: NO_VALUES,
    lastEnd: Number.NaN,
    inTransaction: false,
    run: noRun(),
  };
}

export function sharesValue(a: Int32Array, b: Int32Array): boolean {
  for (let at = 0; at < a.length; at += 1) if (b.includes(a[at] as number)) return true;
  return false;
}
