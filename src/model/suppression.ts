/** What somebody wrote to accept findings: which rules, why, and until when. */
export interface SuppressionNote {
  /** Rule ids as written; empty: what was written cannot be read. */
  readonly rules: readonly string[];
  /** Null when none is given: such a note suppresses nothing. */
  readonly reason: string | null;
  /** The last day it holds, `2027-01-31`; null: for good. */
  readonly until: string | null;
}

/** A note in an SQL file, and the lines that it covers. */
export interface WrittenSuppression extends SuppressionNote {
  readonly file: string;
  /** The line of the comment itself. */
  readonly line: number;
  readonly from: number;
  /** Null: to the end of the file. */
  readonly to: number | null;
}
