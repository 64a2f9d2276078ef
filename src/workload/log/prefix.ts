import type { Clock } from "./clock.ts";
import { SessionId } from "./session-id.ts";
import { SEVERITY, SeverityWord } from "./severity.ts";

type Step =
  | { readonly is: "literal"; readonly bytes: Buffer }
  | { readonly is: "time" | "epoch" | "process" | "session" | "sqlstate" | "text" | "digits" | "blanks" }
  /** `%q`: processes without a session stop here. */
  | { readonly is: "stop" };

const STEPS: Readonly<Record<string, Step["is"]>> = {
  t: "time",
  m: "time",
  s: "text",
  n: "epoch",
  p: "process",
  c: "session",
  e: "sqlstate",
  l: "digits",
  x: "digits",
  q: "stop",
};
const WANTED = new Set<string>(["time", "epoch", "process", "session", "sqlstate"]);

/** Where names may be anything, there are many ways to fail. */
const MOST_TRIES = 2000;

/** A `log_line_prefix`, ready to read lines with. */
export class Prefix {
  readonly setting: string;
  readonly clock: Clock;
  process = 0;
  /** When the session began, in seconds; 0 when the prefix does not say. */
  sessionStart = 0;
  /** The offset of five characters; -1 for none. */
  sqlstateAt = -1;
  /** Where the rest of the line begins. */
  rest = 0;
  readonly #steps: readonly Step[];
  readonly #sessionId = new SessionId();
  readonly #word = new SeverityWord();
  #tries = 0;

  constructor(setting: string, clock: Clock) {
    this.setting = setting;
    this.clock = clock;
    this.#steps = compile(setting);
  }

  /** Whether the line from `at` to `end` begins as the prefix says. Names of users and the like are left to the rest. */
  read(bytes: Buffer, at: number, end: number): boolean {
    this.process = 0;
    this.sessionStart = 0;
    this.sqlstateAt = -1;
    this.#tries = MOST_TRIES;
    if (!this.#match(0, bytes, at, end)) return false;
    this.rest = endOfBlanks(bytes, this.rest, end);
    return true;
  }

  #match(from: number, bytes: Buffer, start: number, end: number): boolean {
    let at = start;
    for (let index = from; index < this.#steps.length; index += 1) {
      const step = this.#steps[index] as Step;
      if (step.is === "literal") at = endOfLiteral(bytes, at, end, step.bytes);
      else if (step.is === "time") at = this.clock.read(bytes, at, end);
      else if (step.is === "epoch") at = this.clock.readEpoch(bytes, at, end);
      else if (step.is === "process") at = this.#readProcess(bytes, at, end);
      else if (step.is === "session") at = this.#readSession(bytes, at, end);
      else if (step.is === "digits") at = endOfDigits(bytes, at, end);
      else if (step.is === "blanks") at = endOfBlanks(bytes, at, end);
      else if (step.is === "sqlstate") {
        this.sqlstateAt = at;
        at = isSqlstate(bytes, at, end) ? at + 5 : -1;
      } else if (step.is === "stop") {
        const { process } = this;
        if (this.#word.at(bytes, endOfBlanks(bytes, at, end), end) !== SEVERITY.none) break;
        if (this.#match(index + 1, bytes, at, end)) return true;
        this.process = process;
        this.sqlstateAt = -1;
        break;
      } else {
        for (let next = at; next < end && this.#tries > 0; next += 1) {
          this.#tries -= 1;
          if (this.#match(index + 1, bytes, next, end)) return true;
        }
        return false;
      }
      if (at < 0) return false;
    }
    this.rest = at;
    return true;
  }

  #readProcess(bytes: Buffer, from: number, end: number): number {
    let at = endOfBlanks(bytes, from, end);
    let process = 0;
    const first = at;
    while (at < end && at - first < 10 && isDigit(bytes[at] as number)) {
      process = process * 10 + (bytes[at] as number) - 48;
      at += 1;
    }
    if (at === first) return -1;
    this.process = process;
    return at;
  }

  #readSession(bytes: Buffer, from: number, end: number): number {
    const at = this.#sessionId.readPrefix(bytes, from, end);
    if (at < 0) return -1;
    this.sessionStart = this.#sessionId.start;
    this.process = this.#sessionId.process;
    return at;
  }
}

/** Steps up to the last that says something worth knowing. */
function compile(setting: string): Step[] {
  const steps: Step[] = [];
  let literal = "";
  const flush = () => {
    if (literal !== "") steps.push({ is: "literal", bytes: Buffer.from(literal) });
    literal = "";
  };
  for (let at = 0; at < setting.length; at += 1) {
    const code = setting[at] === "%" ? /^%(-?\d*)(.)/s.exec(setting.slice(at)) : null;
    if (code === null || code[2] === "%") {
      literal += setting[at];
      at += (code?.[0].length ?? 1) - 1;
      continue;
    }
    flush();
    at += code[0].length - 1;
    steps.push({ is: STEPS[code[2] as string] ?? "text" } as Step);
    // Padded to the left or to the right: blanks that are no part of the value.
    if (code[1] !== "") steps.push({ is: "blanks" });
  }
  flush();
  const last = steps.findLastIndex((it) => WANTED.has(it.is));
  const behind = steps[last + 1];
  const kept = steps.slice(0, last + 1);
  if (behind?.is !== "literal") return kept;
  const trimmed = behind.bytes.toString().trimEnd();
  return trimmed === "" ? kept : [...kept, { is: "literal", bytes: Buffer.from(trimmed) }];
}

function endOfLiteral(bytes: Buffer, from: number, end: number, literal: Buffer): number {
  let at = from;
  for (let index = 0; index < literal.length; index += 1) {
    const byte = literal[index] as number;
    // One blank or more, for tools that move logs are careless with them.
    if (byte === 32) {
      if (bytes[at] !== 32 && literal[index - 1] !== 32) return -1;
      at = endOfBlanks(bytes, at, end);
    } else if (at < end && bytes[at] === byte) at += 1;
    else return -1;
  }
  return at;
}

function isSqlstate(bytes: Buffer, from: number, end: number): boolean {
  for (let at = from; at < from + 5; at += 1) {
    const byte = bytes[at] as number;
    if (at >= end || !(isDigit(byte) || (byte >= 65 && byte <= 90))) return false;
  }
  return true;
}

function endOfBlanks(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] === 32) at += 1;
  return at;
}

function endOfDigits(bytes: Buffer, from: number, end: number): number {
  let at = endOfBlanks(bytes, from, end);
  while (at < end && isDigit(bytes[at] as number)) at += 1;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
