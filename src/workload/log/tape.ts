import type { EventKind } from "../../model/workload.ts";

/** What a record says about its backend. One record can say several things: an execution, then its parameters. */
export const SAYS = {
  /** A statement that ran, with its text and duration. */
  executed: 0,
  /** The text of a statement that is about to run. */
  stated: 1,
  /** The duration of the statement stated before. */
  timed: 2,
  /** More rows fetched from a statement executed before, with text and duration. */
  fetched: 3,
  /** The text and duration that auto_explain saw. */
  planned: 4,
  /** The parameters of the statement before. */
  parameters: 5,
  /** The text behind the EXECUTE before. */
  prepared: 6,
  /** An event; the statement and the table follow in records of their own. */
  happened: 7,
  /** The statement that the event before happened to. */
  about: 8,
  /** The table that the event before happened to. */
  within: 9,
  /** Something else: what follows is no part of the records before. */
  elsewhere: 10,
  /** The backend began or ended. */
  began: 11,
  ended: 12,
  /** A tag in a comment of the statement before. */
  tagged: 13,
  /** A statement of pgassay itself: one that ran, or one that auto_explain saw. */
  own: 14,
  ownPlan: 15,
} as const;

export interface Happening {
  readonly kind: EventKind;
  readonly sqlstate: string | null;
  readonly subject: string | null;
  readonly count: number;
  /** Microseconds, or bytes of a temporary file. */
  readonly amount: number | null;
}

/** One text that is new to its reader, to be normalised. */
export interface Shape {
  readonly h1: number;
  readonly h2: number;
  readonly text: string;
  readonly prepared: boolean;
}

/** What was read from a piece of log, in order, in a form that is cheap to hand from one thread to another. */
export interface TapeData {
  readonly length: number;
  /** Per entry: what it says, which session, which shape or happening (-1 for none), where its values end. */
  readonly entries: Int32Array;
  /** Per entry: the time in milliseconds since 1970 (NaN when unknown), and microseconds of duration (NaN). */
  readonly numbers: Float64Array;
  /** Keyed hashes of constants. */
  readonly values: Int32Array;
  /** Process and start of each session; both 0 when the log does not name them. */
  readonly sessions: Float64Array;
  readonly happenings: readonly Happening[];
  /** Names of tables, and tags of comments. */
  readonly words: readonly string[];
  /** Shapes that the reader met for the first time. */
  readonly shapes: readonly Shape[];
  /** The reader has forgotten its shapes: their numbers start again at 0. */
  readonly afresh: boolean;
}

export const ENTRY = 4;

export class Tape {
  length = 0;
  #entries = new Int32Array(ENTRY * 4096);
  #numbers = new Float64Array(2 * 4096);
  #values = new Int32Array(8192);
  #valueCount = 0;
  #happenings: Happening[] = [];
  #words: string[] = [];

  write(says: number, session: number, about: number, time: number, duration: number): void {
    const at = this.length * ENTRY;
    if (at === this.#entries.length) this.#grow();
    this.#entries[at] = says;
    this.#entries[at + 1] = session;
    this.#entries[at + 2] = about;
    this.#entries[at + 3] = this.#valueCount;
    this.#numbers[this.length * 2] = time;
    this.#numbers[this.length * 2 + 1] = duration;
    this.length += 1;
  }

  /** The constants of the entry that is written next. */
  keep(values: Int32Array, count: number): void {
    if (this.#valueCount + count > this.#values.length) this.#values = enlarged(this.#values);
    for (let at = 0; at < count; at += 1) this.#values[this.#valueCount + at] = values[at] as number;
    this.#valueCount += count;
  }

  happening(it: Happening): number {
    return this.#happenings.push(it) - 1;
  }

  word(it: string): number {
    return this.#words.push(it) - 1;
  }

  /** What was written since the last time. */
  take(): Pick<TapeData, "length" | "entries" | "numbers" | "values" | "happenings" | "words"> {
    const taken = {
      length: this.length,
      entries: this.#entries.slice(0, this.length * ENTRY),
      numbers: this.#numbers.slice(0, this.length * 2),
      values: this.#values.slice(0, this.#valueCount),
      happenings: this.#happenings,
      words: this.#words,
    };
    this.length = 0;
    this.#valueCount = 0;
    this.#happenings = [];
    this.#words = [];
    return taken;
  }

  #grow(): void {
    this.#entries = enlarged(this.#entries);
    const numbers = new Float64Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}

function enlarged(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
