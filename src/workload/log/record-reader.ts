import type { TapeData } from "./tape.ts";

/** Lines of one or more pieces of log. Every line is in a record, continues one, or is unknown. */
export interface LineCount {
  lines: number;
  records: number;
  continued: number;
  unknown: number;
}

/** Reads one format. It keeps nothing from record to record: what belongs together is put together from the tape. */
export interface RecordReader {
  readonly counts: LineCount;
  /**
   * Reads whole records and gives the offset behind the last of them. A record at the end of `bytes` that may go on is
   * left for the next call, unless this is the `last`.
   */
  read(bytes: Buffer, last: boolean): number;
}

/** What one piece of log said. */
export interface PieceData {
  readonly tape: TapeData;
  readonly counts: LineCount;
  readonly foreign: number;
  readonly unknownZone: string | null;
}

export function noLines(): LineCount {
  return { lines: 0, records: 0, continued: 0, unknown: 0 };
}

/** Lines from `at` to `end`, which is behind a line break or the end of all. */
export function linesBetween(bytes: Buffer, at: number, end: number): number {
  let lines = 0;
  for (let next = at; next < end; lines += 1) {
    const newline = bytes.indexOf(10, next);
    next = newline < 0 ? end : newline + 1;
  }
  return lines;
}
