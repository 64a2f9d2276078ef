import { bytes as B, endOfDollarQuote, endOfLine, endOfQuoted, isBlank, isLetter, isWordByte, wordAt } from "./lexemes.ts";

/** What a construct that never ended was. */
export type Unterminated = "string" | "identifier" | "comment" | "dollar quote" | "parenthesis" | "copy data";

/**
 * One piece of an SQL text. Pieces are contiguous: together they are the whole text, byte for byte.
 *
 * - `sql`: one statement, with its semicolon and the blanks and comments before it
 * - `meta`: a psql command, to the end of its line
 * - `data`: the rows after COPY … FROM stdin, with the closing `\.`
 * - `blank`: blanks and comments after the last statement
 */
export interface Piece {
  readonly is: "sql" | "meta" | "data" | "blank";
  readonly from: number;
  /** The first byte that is neither blank nor comment. */
  readonly start: number;
  /** Behind the last byte of the statement itself: without its semicolon. */
  readonly stop: number;
  readonly end: number;
  readonly unterminated: Unterminated | null;
}

/**
 * Splits as psql does: a semicolon ends a statement unless it is quoted, in parentheses or in the body of a
 * BEGIN ATOMIC function. Offsets are bytes: every byte that matters is ASCII, which UTF-8 never uses inside a character.
 */
export function* split(text: Uint8Array, from = 0): Generator<Piece> {
  let at = from;
  let escapes = false;
  while (at < text.length) {
    const piece = pieceAt(text, at, escapes);
    yield piece;
    at = piece.end;
    if (piece.is !== "sql") continue;
    const head = headOf(text, piece);
    const setting = /^set\s+standard_conforming_strings\s*(?:=|to)\s*'?(on|off)/.exec(head);
    if (setting !== null) escapes = setting[1] === "off";
    if (at < text.length && /^copy\b/.test(head) && readsStdin(text, piece)) {
      const data = dataAt(text, at);
      yield data;
      at = data.end;
    }
  }
}

function pieceAt(text: Uint8Array, from: number, escapes: boolean): Piece {
  const start = skipBlanks(text, from);
  if (start >= text.length) return { is: "blank", from, start, stop: start, end: text.length, unterminated: openComment(text, from) };
  if (text[start] === B.backslash) {
    const end = endOfLine(text, start);
    return { is: "meta", from, start, stop: end, end, unterminated: null };
  }
  return statementAt(text, from, start, escapes);
}

function statementAt(text: Uint8Array, from: number, start: number, escapes: boolean): Piece {
  const piece = (stop: number, end: number, unterminated: Unterminated | null): Piece => ({
    is: "sql",
    from,
    start,
    stop,
    end,
    unterminated,
  });
  let at = start;
  let depth = 0;
  let atomic = 0;
  let words = 0;
  let routine = false;
  while (at < text.length) {
    const byte = text[at] as number;
    if (byte === B.semicolon && depth <= 0 && atomic === 0) return piece(at, at + 1, null);
    if (byte === B.backslash) {
      // `\g`, `\gset`, `\gexec` send what stands before them.
      return piece(at, at, null);
    }
    if (byte === B.quote || byte === B.doubleQuote) {
      const backslash = byte === B.quote && (escapes || isEscapeString(text, at));
      const end = endOfQuoted(text, at, byte, backslash);
      if (end < 0) return piece(text.length, text.length, byte === B.quote ? "string" : "identifier");
      at = end;
    } else if (byte === B.dollar) {
      const end = endOfDollarQuote(text, at);
      if (end === -1) return piece(text.length, text.length, "dollar quote");
      at = end === 0 ? at + 1 : end;
    } else if (byte === B.minus && text[at + 1] === B.minus) at = endOfLine(text, at);
    else if (byte === B.slash && text[at + 1] === B.star) {
      const end = endOfComment(text, at);
      if (end < 0) return piece(text.length, text.length, "comment");
      at = end;
    } else if (isLetter(byte)) {
      words += 1;
      // Reading every word of a long INSERT would be most of the time.
      const word = words <= 4 || routine ? wordAt(text, at) : "";
      if (words <= 4 && (word === "function" || word === "procedure") && startsWithCreate(text, start)) routine = true;
      if (routine && word === "begin") atomic += 1;
      else if (atomic > 0 && word === "case") atomic += 1;
      else if (atomic > 0 && word === "end") atomic -= 1;
      while (at < text.length && (isWordByte(text[at] as number) || text[at] === B.dollar)) at += 1;
    } else {
      if (byte === B.open) depth += 1;
      else if (byte === B.close) depth -= 1;
      at += 1;
    }
  }
  return piece(text.length, text.length, depth > 0 ? "parenthesis" : null);
}

/** Blanks, comments, lone semicolons, and the `#` comments of MySQL, which PostgreSQL cannot read. */
function skipBlanks(text: Uint8Array, from: number): number {
  let at = from;
  while (at < text.length) {
    const byte = text[at] as number;
    if (isBlank(byte) || byte === B.semicolon) at += 1;
    else if (byte === B.minus && text[at + 1] === B.minus) at = endOfLine(text, at);
    else if (byte === B.hash) at = endOfLine(text, at);
    else if (byte === B.slash && text[at + 1] === B.star) {
      const end = endOfComment(text, at);
      if (end < 0) return text.length;
      at = end;
    } else return at;
  }
  return at;
}

function openComment(text: Uint8Array, from: number): Unterminated | null {
  let at = from;
  while (at < text.length) {
    if (text[at] === B.minus && text[at + 1] === B.minus) at = endOfLine(text, at);
    else if (text[at] === B.slash && text[at + 1] === B.star) {
      const end = endOfComment(text, at);
      if (end < 0) return "comment";
      at = end;
    } else at += 1;
  }
  return null;
}

/** Comments nest in PostgreSQL. Returns -1 when it never ends. */
function endOfComment(text: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length - 1; at += 1) {
    if (text[at] === B.slash && text[at + 1] === B.star) {
      depth += 1;
      at += 1;
    } else if (text[at] === B.star && text[at + 1] === B.slash) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function isEscapeString(text: Uint8Array, quote: number): boolean {
  const before = text[quote - 1];
  if (before !== B.e && before !== B.E) return false;
  const earlier = text[quote - 2];
  return earlier === undefined || !(isWordByte(earlier) || earlier === B.dollar);
}

function startsWithCreate(text: Uint8Array, start: number): boolean {
  return wordAt(text, start) === "create";
}

function headOf(text: Uint8Array, piece: Piece): string {
  return Buffer.from(text.buffer, text.byteOffset + piece.start, Math.min(piece.stop - piece.start, 100))
    .toString("latin1")
    .toLowerCase();
}

function readsStdin(text: Uint8Array, piece: Piece): boolean {
  if (piece.stop - piece.start > 100_000) return false;
  const statement = Buffer.from(text.buffer, text.byteOffset + piece.start, piece.stop - piece.start).toString("latin1");
  return /\bfrom\s+stdin\b/i.test(statement);
}

const END_OF_DATA = Buffer.from("\n\\.");

function dataAt(text: Uint8Array, from: number): Piece {
  const buffer = Buffer.from(text.buffer, text.byteOffset, text.length);
  const first = endOfLine(text, from);
  // Looked for from the newline before the data, so that empty data is found too.
  let at = Math.max(first - 1, from);
  for (;;) {
    const found = buffer.indexOf(END_OF_DATA, at);
    if (found < 0) return { is: "data", from, start: first, stop: text.length, end: text.length, unterminated: "copy data" };
    const after = text[found + END_OF_DATA.length];
    if (after === undefined || after === B.newline || after === B.return) {
      return { is: "data", from, start: first, stop: found + 1, end: endOfLine(text, found + 1), unterminated: null };
    }
    at = found + 1;
  }
}
