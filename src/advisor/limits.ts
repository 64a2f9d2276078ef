/** A statement on trial. */
export interface Trial {
  /** What its executions cost: milliseconds. */
  readonly weight: number;
  readonly calls: number;
  /** Positions of the candidates that could matter to it. */
  readonly candidates: readonly number[];
}

/** A candidate that could be made. */
export interface Offer {
  readonly bytes: number;
  /** Milliseconds that keeping it up takes from writers over the same time. */
  readonly upkeep: number;
  /** Calls of the statements that it was proposed for: they break a tie. */
  readonly calls: number;
  /** The same for candidates on one table. */
  readonly table: unknown;
}

/** What indexes may cost, and what they have to bring. */
export interface Limits {
  /** Indexes in all, and on one table. */
  readonly indexes: number;
  readonly perTable: number;
  /** Bytes of all of them. */
  readonly bytes: number;
  /** Share of the time of all statements that an index has to save; or … */
  readonly minimumShare: number;
  /** … share of all calls that it has to make half as costly. */
  readonly minimumCalls: number;
  /** Share of its cost that at least one statement has to lose. */
  readonly minimumGain: number;
}
