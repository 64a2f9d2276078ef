import {
  endOfComment,
  endOfDollarQuote,
  endOfIdentifier,
  endOfLine,
  endOfNumber,
  endOfParameter,
  endOfTag,
  formOf,
  isJunk,
  joins,
  LEXEME,
  LEXEMES,
  type StringForm,
} from "./lexemes.ts";

/** Stand-ins within the hash that no text holds: its bytes are below 256. */
const NUMBER = 0x1a1;
const STRING = 0x14f;
const DOLLAR_QUOTED = 0x1f3;
const LIST = 0x2b3;
const UNTERMINATED = 0x3c5;
const JUNK = 0x2d7;

const BASIS = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
const MULTIPLIER = 0x2c1b3c6d;
export const MOST_VALUES = 16;

/**
 * A cheap look at a statement: a hash of its bytes without constants, comments and the amount of whitespace, and keyed
 * hashes of the constants themselves. Equal hashes mean equal normalised text; the reverse need not hold.
 */
export class Mask {
  h1 = 0;
  h2 = 0;
  /** Of the first 16 constants that are not empty. */
  readonly values = new Int32Array(MOST_VALUES);
  valueCount = 0;
  commented = false;
  readonly #key: number;

  /** The hashes of constants are keyed, so that nobody can look up what they stand for. */
  constructor(key: number) {
    this.#key = key | 0;
  }

  /** Hashes the statement that stands from `start` to `end`. */
  read(bytes: Buffer, start: number, end: number): void {
    let h1 = BASIS;
    let h2 = 0;
    let at = start;
    let gap = false;
    let afterIn = false;
    let word = -1;
    // Behind the last string, for PostgreSQL joins two with a line break between them.
    let stringEnd = -1;
    let form: StringForm = "plain";
    this.valueCount = 0;
    this.commented = false;
    while (at < end) {
      let byte = bytes[at] as number;
      const kind = LEXEMES[byte] as number;
      if (kind === LEXEME.blank) {
        gap = true;
        at += 1;
        continue;
      }
      if ((kind === LEXEME.minus && bytes[at + 1] === 45) || (kind === LEXEME.slash && bytes[at + 1] === 42)) {
        at = kind === LEXEME.minus ? endOfLine(bytes, at, end) : endOfComment(bytes, at, end);
        this.commented = true;
        gap = true;
        if (at > end) h1 = Math.imul(h1 ^ UNTERMINATED, PRIME);
        continue;
      }
      if (kind === LEXEME.quote && stringEnd >= 0 && joins(bytes, stringEnd, at)) {
        at = this.#string(bytes, at, end, form);
        stringEnd = at;
        gap = false;
        if (at > end) h1 = Math.imul(h1 ^ UNTERMINATED, PRIME);
        continue;
      }
      if (gap) {
        gap = false;
        if (h1 !== BASIS) {
          h1 = Math.imul(h1 ^ 32, PRIME);
          h2 = (Math.imul(h2, MULTIPLIER) + 32) | 0;
        }
      }
      stringEnd = -1;
      if (kind === LEXEME.word) {
        word = at;
        do {
          h1 = Math.imul(h1 ^ byte, PRIME);
          h2 = (Math.imul(h2, MULTIPLIER) + byte) | 0;
          at += 1;
          byte = bytes[at] as number;
        } while (at < end && (LEXEMES[byte] as number) <= LEXEME.dollar);
        afterIn = at - word === 2 && ((bytes[word] as number) | 32) === 105 && ((bytes[word + 1] as number) | 32) === 110;
        continue;
      }
      // Bytes of which the hash takes every one, and then a stand-in or the byte itself.
      let verbatim = at;
      let stands = byte;
      let next = at + 1;
      if (kind === LEXEME.digit || (kind === LEXEME.dot && LEXEMES[bytes[at + 1] as number] === LEXEME.digit)) {
        next = endOfNumber(bytes, at, end);
        this.#keep(bytes, at, next);
        stands = isJunk(bytes, at, next, end) ? JUNK : NUMBER;
      } else if (kind === LEXEME.quote) {
        form = formOf(bytes, word, at);
        next = this.#string(bytes, at, end, form);
        stringEnd = next;
        stands = next > end ? UNTERMINATED : STRING;
      } else if (kind === LEXEME.open && afterIn) {
        const list = this.#list(bytes, at + 1, end);
        if (list > 0) {
          next = list;
          stands = LIST;
        }
      } else if (kind === LEXEME.dollar) {
        if (LEXEMES[bytes[next] as number] === LEXEME.digit) {
          // The digits of a parameter are its name.
          next = endOfParameter(bytes, next, end);
          verbatim = next;
        } else {
          const tag = endOfTag(bytes, at, end);
          if (tag > 0) {
            next = this.#dollarQuoted(bytes, at, tag, end);
            stands = next > end ? UNTERMINATED : DOLLAR_QUOTED;
          }
        }
      } else if (kind === LEXEME.dot && bytes[next] === 46) {
        // `..` is one token.
        verbatim = next;
        next += 1;
      } else if (kind === LEXEME.doubleQuote) {
        next = endOfIdentifier(bytes, at, end);
        if (next > end) stands = UNTERMINATED;
        else verbatim = next;
      }
      afterIn = false;
      for (; at < verbatim; at += 1) {
        h1 = Math.imul(h1 ^ (bytes[at] as number), PRIME);
        h2 = (Math.imul(h2, MULTIPLIER) + (bytes[at] as number)) | 0;
      }
      h1 = Math.imul(h1 ^ stands, PRIME);
      h2 = (Math.imul(h2, MULTIPLIER) + stands) | 0;
      at = next;
    }
    this.h1 = h1;
    this.h2 = h2;
  }

  /** The constants of `$1 = '…', $2 = NULL`, as PostgreSQL writes parameters. */
  readParameters(bytes: Buffer, start: number, end: number): void {
    this.valueCount = 0;
    for (let at = start; at < end; at += 1) {
      if (bytes[at] === 39) at = this.#string(bytes, at, end, "plain") - 1;
    }
  }

  #string(bytes: Buffer, from: number, end: number, form: StringForm): number {
    let value = this.#key;
    for (let at = from + 1; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (byte === 39) {
        if (bytes[at + 1] !== 39 || at + 1 >= end || form === "bits") {
          if (at > from + 1) this.#add(value);
          return at + 1;
        }
        at += 1;
      } else if (byte === 92 && form === "escapes") at += 1;
      value = Math.imul(value ^ (bytes[at] as number), PRIME);
    }
    return end + 1;
  }

  #dollarQuoted(bytes: Buffer, from: number, tag: number, end: number): number {
    const next = endOfDollarQuote(bytes, from, tag, end);
    if (next <= end) this.#keep(bytes, tag, next - (tag - from));
    return next;
  }

  /** Behind the parenthesis that closes a list of nothing but constants; 0 when it holds more. */
  #list(bytes: Buffer, from: number, end: number): number {
    const kept = this.valueCount;
    let at = from;
    let wanted = true;
    while (at < end) {
      const byte = bytes[at] as number;
      const kind = LEXEMES[byte] as number;
      if (kind === LEXEME.blank) at += 1;
      else if (wanted) {
        if (kind === LEXEME.digit) {
          const next = endOfNumber(bytes, at, end);
          this.#keep(bytes, at, next);
          at = next;
        } else if (kind === LEXEME.quote) at = this.#string(bytes, at, end, "plain");
        else if (kind === LEXEME.dollar && LEXEMES[bytes[at + 1] as number] === LEXEME.digit) at = endOfParameter(bytes, at + 1, end);
        else if (kind === LEXEME.minus && LEXEMES[bytes[at + 1] as number] === LEXEME.digit) {
          at += 1;
          continue;
        } else break;
        wanted = false;
      } else if (byte === 44) {
        wanted = true;
        at += 1;
      } else if (byte === 41) return at + 1;
      else break;
    }
    this.valueCount = kept;
    return 0;
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    let value = this.#key;
    for (let at = from; at < to; at += 1) value = Math.imul(value ^ (bytes[at] as number), PRIME);
    if (to > from) this.#add(value);
  }

  #add(value: number): void {
    if (this.valueCount === MOST_VALUES) return;
    this.values[this.valueCount] = value;
    this.valueCount += 1;
  }
}
