import { hash } from "node:crypto";
import { asPieces, isWord, type Piece, unsigned } from "./pieces.ts";
import { oneOfList, oneRow } from "./repeats.ts";

/** One token as PostgreSQL's scanner gives it: offsets are bytes of UTF-8. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly tokenName: string;
}

/** PostgreSQL's own scanner and fingerprint. Both throw on what they cannot read. */
export interface SqlReader {
  scan(text: string): readonly Token[];
  fingerprint(text: string): string;
}

export interface NormalisedStatement {
  readonly fingerprint: string;
  /** Without literals and comments. */
  readonly sql: string;
  readonly parses: boolean;
  /** Transaction control and settings of the session: what drivers put around the statements that matter. */
  readonly control: boolean;
  readonly transaction: "begins" | "ends" | null;
}

export const UNPARSABLE = "<unparsable>";
const UNREADABLE: NormalisedStatement = { fingerprint: UNPARSABLE, sql: UNPARSABLE, parses: false, control: false, transaction: null };

/** The scanner takes hundreds of times the memory of its text. */
const LONGEST_TEXT = 200_000;

/**
 * The statements of one message, each with its literals replaced by `$1`, `$2`, …; where PostgreSQL's grammar wants a
 * constant, as in COMMENT ON and CREATE FUNCTION, by `''` and `0`. Lists of constants and rows of one shape become one.
 */
export function normalise(text: string, reader: SqlReader): readonly NormalisedStatement[] {
  const pieces = readPieces(text, reader);
  return pieces === null ? [UNREADABLE] : split(pieces).map((statement) => normalised(statement, reader));
}

/** The same for what EXECUTE runs: the statement within `PREPARE name (types) AS …`. */
export function normalisePrepared(text: string, reader: SqlReader): readonly NormalisedStatement[] {
  const pieces = readPieces(text, reader);
  if (pieces === null) return [UNREADABLE];
  const as = pieces.findIndex((it) => isWord(it, "AS"));
  const body = isWord(pieces[0], "PREPARE") && as > 0 ? pieces.slice(as + 1) : pieces;
  return split(body).map((statement) => normalised(statement, reader));
}

function readPieces(text: string, reader: SqlReader): Piece[] | null {
  // The scanner takes a NUL for the end, and would hide what follows.
  if (text.length > LONGEST_TEXT || text.includes("\0")) return null;
  try {
    return unsigned(asPieces(reader.scan(text)));
  } catch {
    return null;
  }
}

function split(pieces: readonly Piece[]): Piece[][] {
  // The semicolons of an SQL body belong to its function.
  if (pieces.some((it) => isWord(it, "ATOMIC"))) return [trimmed(pieces)];
  const statements: Piece[][] = [[]];
  let depth = 0;
  for (const piece of pieces) {
    if (piece.text === "(") depth += 1;
    else if (piece.text === ")") depth -= 1;
    if (piece.text === ";" && depth <= 0) statements.push([]);
    else statements.at(-1)?.push(piece);
  }
  return statements.filter((it) => it.length > 0);
}

function trimmed(pieces: readonly Piece[]): Piece[] {
  return pieces.at(-1)?.text === ";" ? pieces.slice(0, -1) : [...pieces];
}

function normalised(statement: readonly Piece[], reader: SqlReader): NormalisedStatement {
  const pieces = withoutName(oneRow(oneOfList(statement)));
  const control = isControl(pieces);
  const transaction = transactionOf(pieces);
  const sql = rendered(pieces, true);
  for (const text of [sql, rendered(pieces, false), rendered(asConstants(pieces), false)]) {
    try {
      return { fingerprint: reader.fingerprint(text), sql: text, parses: true, control, transaction };
    } catch {}
  }
  return { fingerprint: hash("sha256", sql).slice(0, 16), sql, parses: false, control, transaction };
}

function rendered(pieces: readonly Piece[], placeholders: boolean): string {
  const numbers = new Map<string, number>();
  let count = 0;
  let text = "";
  for (const [at, { text: own, kind, gap }] of pieces.entries()) {
    if (gap && at > 0) text += " ";
    if (kind === "word") text += own;
    else if (kind === "parameter" && numbers.has(own)) text += `$${numbers.get(own)}`;
    else if (kind === "parameter" || placeholders) {
      count += 1;
      if (kind === "parameter") numbers.set(own, count);
      text += `$${count}`;
    } else text += kind === "string" ? "''" : "0";
  }
  return text;
}

const CONTROL = new Set(
  "BEGIN START COMMIT END ROLLBACK ABORT SAVEPOINT RELEASE SET RESET SHOW DISCARD DEALLOCATE LISTEN UNLISTEN".split(" "),
);

function isControl(pieces: readonly Piece[]): boolean {
  return CONTROL.has(pieces[0]?.text.toUpperCase() ?? "") || (isWord(pieces[0], "PREPARE") && isWord(pieces[1], "TRANSACTION"));
}

/** Names of savepoints and prepared statements are made up by drivers, and a new one each time. */
function withoutName(pieces: readonly Piece[]): readonly Piece[] {
  const first = pieces[0]?.text.toUpperCase() ?? "";
  const named =
    first === "SAVEPOINT" ||
    first === "RELEASE" ||
    first === "DEALLOCATE" ||
    (first === "ROLLBACK" && pieces.some((it) => isWord(it, "TO")));
  const name = pieces.at(-1);
  if (!named || name === undefined || pieces.length === 1 || isWord(name, "ALL")) return pieces;
  return [...pieces.slice(0, -1), { ...name, kind: "word", text: "name" }];
}

/** PostgreSQL 17 and later put parameters where the grammar takes none. */
function asConstants(pieces: readonly Piece[]): Piece[] {
  return pieces.map((it) => (it.kind === "parameter" ? { ...it, kind: "number" } : it));
}

function transactionOf(pieces: readonly Piece[]): NormalisedStatement["transaction"] {
  const first = pieces[0]?.text.toUpperCase() ?? "";
  if (first === "BEGIN" || first === "START") return "begins";
  if (first === "ROLLBACK" && pieces.some((it) => isWord(it, "TO"))) return null;
  return ["COMMIT", "END", "ROLLBACK", "ABORT"].includes(first) ? "ends" : null;
}
