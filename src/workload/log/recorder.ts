import { isOwn } from "../own.ts";
import { condensed } from "./condense.ts";
import { failureOf, happeningOf, relationOf } from "./happening.ts";
import { Mask } from "./mask.ts";
import { queryOfPlan } from "./plan.ts";
import { SEVERITY } from "./severity.ts";
import { ShapeTable } from "./shape-table.ts";
import { tagsOf } from "./tags.ts";
import { SAYS, type Shape, Tape, type TapeData } from "./tape.ts";

/** Above this many the reader forgets its shapes and begins again: more work, but no more memory. */
const MOST_SHAPES = 32_768;
const LONGEST_MESSAGE = 4096;
const LONG_TEXT = 16_384;

export interface RecorderOptions {
  /** Of the hashes of constants; another one in each run. */
  readonly key: number;
  readonly keepTags: ReadonlySet<string>;
}

/** Takes what a reader found, part by part, to the tape. The bytes are free again when a call returns. */
export class Recorder {
  /** Of the record that is told now. */
  time = Number.NaN;
  session = 0;
  sqlstate: string | null = null;
  /** Messages that are not written in English, and durations whose statement is not in the log. */
  foreign = 0;
  readonly #tape = new Tape();
  readonly #mask: Mask;
  readonly #keepTags: ReadonlySet<string>;
  #shapes = new ShapeTable();
  #newShapes: Shape[] = [];
  #afresh = false;
  #sessions = new Map<number, number>();
  #sessionList: number[] = [];
  /** The text that was found last fetches more rows of a portal. */
  #fetches = false;

  constructor(options: RecorderOptions) {
    this.#mask = new Mask(options.key);
    this.#keepTags = options.keepTags;
  }

  /** Who speaks: `process` 0 when the log does not say, `start` 0 when it does not say when the session began. */
  speaker(process: number, start: number): void {
    const known = this.#sessions.get(process);
    if (known !== undefined && (start === 0 || this.#sessionList[known * 2 + 1] === start)) {
      this.session = known;
      return;
    }
    this.session = this.#sessionList.push(process, start) / 2 - 1;
    this.#sessions.set(process, this.session);
  }

  /** One line of the log with its severity. */
  line(severity: number, bytes: Buffer, at: number, end: number): void {
    if (severity === SEVERITY.log) this.message(bytes, at, end);
    else if (severity === SEVERITY.detail) this.detail(bytes, at, end);
    else if (severity === SEVERITY.error) this.error(bytes, at, end);
    else if (severity === SEVERITY.statement) this.statement(bytes, at, end);
    else if (severity === SEVERITY.context) this.context(bytes, at, end);
    else if (severity !== SEVERITY.attached) {
      if (severity === SEVERITY.foreign) this.foreign += 1;
      this.#say(SAYS.elsewhere);
    }
  }

  message(bytes: Buffer, at: number, end: number): void {
    // "duration: "
    if (bytes[at] === 100 && bytes[at + 1] === 117 && bytes[at + 8] === 58) this.#duration(bytes, at, end);
    else {
      const text = this.#statementText(bytes, at, end);
      if (text > 0) this.#run(SAYS.stated, bytes, text, end, Number.NaN);
      else this.#other(bytes, at, end);
    }
  }

  detail(bytes: Buffer, at: number, end: number): void {
    // "parameters: ", "Parameters: "
    if (((bytes[at] as number) | 32) === 112 && bytes[at + 1] === 97 && bytes[at + 10] === 58) {
      this.#mask.readParameters(bytes, at + 11, end);
      this.#tape.keep(this.#mask.values, this.#mask.valueCount);
      this.#say(SAYS.parameters);
    } else if (startsWith(bytes, at, end, "prepare: ")) {
      this.#tape.write(SAYS.prepared, this.session, this.#shape(bytes, at + 9, end, true), this.time, Number.NaN);
    }
  }

  context(bytes: Buffer, at: number, end: number): void {
    const relation = relationOf(decoded(bytes, at, end));
    if (relation !== null) this.#tape.write(SAYS.within, this.session, this.#tape.word(relation), this.time, Number.NaN);
  }

  error(bytes: Buffer, at: number, end: number): void {
    const happening = failureOf(this.sqlstate, decoded(bytes, at, end));
    this.#tape.write(SAYS.happened, this.session, this.#tape.happening(happening), this.time, Number.NaN);
  }

  /** The statement that an error or event happened to. */
  statement(bytes: Buffer, at: number, end: number): void {
    if (isOwn(bytes, at, end)) return;
    this.#tape.write(SAYS.about, this.session, this.#shape(bytes, at, end, false), this.time, Number.NaN);
  }

  take(): TapeData {
    const taken: TapeData = {
      ...this.#tape.take(),
      sessions: Float64Array.from(this.#sessionList),
      shapes: this.#newShapes,
      afresh: this.#afresh,
    };
    this.#newShapes = [];
    this.#sessions = new Map();
    this.#sessionList = [];
    this.#afresh = this.#shapes.size > MOST_SHAPES;
    if (this.#afresh) this.#shapes = new ShapeTable();
    return taken;
  }

  #duration(bytes: Buffer, from: number, end: number): void {
    let at = from + 10;
    let value = 0;
    for (; at < end && isDigit(bytes[at] as number); at += 1) value = value * 10 + (bytes[at] as number) - 48;
    let scale = 1000;
    if (bytes[at] === 46) {
      for (at += 1; at < end && isDigit(bytes[at] as number) && scale > 1; at += 1) {
        value = value * 10 + (bytes[at] as number) - 48;
        scale /= 10;
      }
    }
    const microseconds = value * scale;
    // " ms"
    const isMs = bytes[at] === 32 && bytes[at + 1] === 109 && bytes[at + 2] === 115;
    at = isMs ? afterBlanks(bytes, at + 3, end) : end;
    const text = this.#statementText(bytes, at, end);
    if (!isMs) this.#other(bytes, from, end);
    else if (at >= end) this.#tape.write(SAYS.timed, this.session, -1, this.time, microseconds);
    else if (text > 0) this.#run(this.#fetches ? SAYS.fetched : SAYS.executed, bytes, text, end, microseconds);
    else if (startsWith(bytes, at, end, "plan:")) this.#plan(bytes, at + 5, end, microseconds);
    else this.#say(SAYS.elsewhere);
  }

  /** Where the text begins behind `statement: ` and `execute name: `; 0 when neither stands here. */
  #statementText(bytes: Buffer, at: number, end: number): number {
    this.#fetches = false;
    if (bytes[at] === 115 && startsWith(bytes, at, end, "statement:")) return at + 10;
    if (bytes[at] !== 101 || !startsWith(bytes, at, end, "execute ")) return 0;
    this.#fetches = startsWith(bytes, at + 8, end, "fetch from ");
    for (let colon = at + 8; colon < end; colon += 1) if (bytes[colon] === 58 && bytes[colon + 1] === 32) return colon + 1;
    return 0;
  }

  #plan(bytes: Buffer, at: number, end: number, microseconds: number): void {
    const query = queryOfPlan(bytes.toString("utf8", at, end));
    if (query === null) {
      this.#say(SAYS.elsewhere);
      return;
    }
    const text = Buffer.from(query);
    if (isOwn(text, 0, text.length)) {
      this.#say(SAYS.ownPlan);
      return;
    }
    // What EXECUTE runs is explained with the text of its PREPARE.
    const shape = this.#shape(text, 0, text.length, /^\s*PREPARE\b/i.test(query));
    this.#tape.keep(this.#mask.values, this.#mask.valueCount);
    this.#tape.write(SAYS.planned, this.session, shape, this.time, microseconds);
  }

  #run(says: number, bytes: Buffer, at: number, end: number, duration: number): void {
    if (isOwn(bytes, at, end)) {
      this.#say(says === SAYS.fetched ? SAYS.elsewhere : SAYS.own);
      return;
    }
    const shape = this.#shape(bytes, at, end, false);
    this.#tape.keep(this.#mask.values, this.#mask.valueCount);
    this.#tape.write(says, this.session, shape, this.time, duration);
    if (!this.#mask.commented || this.#keepTags.size === 0) return;
    for (const tag of tagsOf(bytes.toString("utf8", at, end), this.#keepTags)) {
      this.#tape.write(SAYS.tagged, this.session, this.#tape.word(tag), this.time, Number.NaN);
    }
  }

  #shape(bytes: Buffer, at: number, end: number, prepared: boolean): number {
    this.#mask.read(bytes, at, end);
    const h1 = this.#mask.h1;
    const h2 = prepared ? ~this.#mask.h2 : this.#mask.h2;
    const known = this.#shapes.find(h1, h2);
    if (known >= 0) return known;
    const text = end - at > LONG_TEXT ? condensed(bytes, at, end) : bytes.toString("utf8", at, end);
    // In stderr a tab stands behind every line break of a message.
    this.#newShapes.push({ h1, h2, text: text.replaceAll("\n\t", "\n"), prepared });
    return this.#shapes.add(h1, h2);
  }

  #other(bytes: Buffer, at: number, end: number): void {
    const began = startsWith(bytes, at, end, "connection received:");
    const ended = startsWith(bytes, at, end, "disconnection:");
    const happening = began || ended ? null : happeningOf(decoded(bytes, at, end));
    if (happening === null) this.#say(began ? SAYS.began : ended ? SAYS.ended : SAYS.elsewhere);
    else this.#tape.write(SAYS.happened, this.session, this.#tape.happening(happening), this.time, Number.NaN);
  }

  #say(says: number): void {
    this.#tape.write(says, this.session, -1, this.time, Number.NaN);
  }
}

function decoded(bytes: Buffer, at: number, end: number): string {
  return bytes.toString("utf8", at, Math.min(end, at + LONGEST_MESSAGE));
}

function startsWith(bytes: Buffer, at: number, end: number, word: string): boolean {
  if (end - at < word.length) return false;
  for (let index = 0; index < word.length; index += 1) if (bytes[at + index] !== word.charCodeAt(index)) return false;
  return true;
}

function afterBlanks(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] === 32 || bytes[at] === 10 || bytes[at] === 9 || bytes[at] === 13)) at += 1;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
