import { hash } from "node:crypto";

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

type Kind = "string" | "number" | "parameter" | "word";

interface Piece {
  readonly text: string;
  readonly kind: Kind;
  /** Whitespace or a comment stands before it. */
  readonly gap: boolean;
}

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

function asPieces(tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const token of tokens) {
    if (token.tokenName.endsWith("_COMMENT")) continue;
    const kind = kindOf(token);
    // N'…' comes as two tokens.
    if (kind === "string" && pieces.at(-1)?.text.toUpperCase() === "N" && token.start === end) pieces.pop();
    pieces.push({ text: token.text, kind, gap: token.start > end });
    end = token.end;
  }
  return pieces;
}

/** `U&'…'`, `B'…'` and `X'…'` have no name of their own. */
function kindOf({ tokenName, text }: Token): Kind {
  if (tokenName === "SCONST" || /^(?:[uU]&|[bBxX])'/.test(text)) return "string";
  if (tokenName === "ICONST" || tokenName === "FCONST") return "number";
  return tokenName === "PARAM" ? "parameter" : "word";
}

/** Words after which a minus belongs to the number. */
const BEFORE_SIGN =
  /^(?:SELECT|AND|OR|NOT|BETWEEN|LIMIT|OFFSET|THEN|ELSE|WHEN|CASE|VALUES|BY|RETURNING|WHERE|HAVING|ON|SET|TO|DEFAULT|LIKE|IN|DISTINCT|FROM)$/i;

/** PostgreSQL takes `-1` for one constant, and so do its statistics: a sign goes with its number. */
function unsigned(pieces: readonly Piece[]): Piece[] {
  return pieces.filter((piece, at) => {
    if (piece.text !== "-" || pieces[at + 1]?.kind !== "number") return true;
    const before = pieces[at - 1];
    return (
      before !== undefined &&
      (before.kind !== "word" || !(BEFORE_SIGN.test(before.text) || /^[-+*/<>=~!@#%^&|`?([,:;]+$/.test(before.text)))
    );
  });
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

/** `IN (1, 2, 3)` and `ARRAY[1, 2, 3]`: how many there are says nothing about the statement. */
function oneOfList(pieces: readonly Piece[]): Piece[] {
  const kept: Piece[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at] as Piece;
    kept.push(piece);
    const opener = kept.at(-2);
    const opens = (piece.text === "(" && isWord(opener, "IN")) || (piece.text === "[" && isWord(opener, "ARRAY"));
    const first = pieces[at + 1];
    const end = opens ? endOfConstants(pieces, at + 1) : -1;
    if (first === undefined || end < 0) continue;
    kept.push({ text: "", kind: "string", gap: first.gap });
    at = end;
  }
  return kept;
}

/** The place of the last constant of a list that holds nothing else; -1 when it does. */
function endOfConstants(pieces: readonly Piece[], from: number): number {
  for (let at = from; at + 1 < pieces.length; at += 2) {
    if (pieces[at]?.kind === "word") return -1;
    const { text } = pieces[at + 1] as Piece;
    if (text === ")" || text === "]") return at;
    if (text !== ",") return -1;
  }
  return -1;
}

/** `VALUES (1, 2), (3, 4)`: the first row, when all rows are of its shape. */
function oneRow(pieces: readonly Piece[]): Piece[] {
  const values = pieces.findIndex((it) => isWord(it, "VALUES"));
  if (values < 0 || pieces[values + 1]?.text !== "(") return [...pieces];
  const first = endOfRow(pieces, values + 1);
  const shape = shapeOf(pieces, values + 1, first);
  let end = first;
  while (end > 0 && pieces[end + 1]?.text === "," && pieces[end + 2]?.text === "(") {
    const next = endOfRow(pieces, end + 2);
    if (next < 0 || shapeOf(pieces, end + 2, next) !== shape) return [...pieces];
    end = next;
  }
  return first < 0 || end === first ? [...pieces] : [...pieces.slice(0, first + 1), ...pieces.slice(end + 1)];
}

function endOfRow(pieces: readonly Piece[], from: number): number {
  let depth = 0;
  for (let at = from; at < pieces.length; at += 1) {
    if (pieces[at]?.text === "(") depth += 1;
    else if (pieces[at]?.text === ")") depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function shapeOf(pieces: readonly Piece[], from: number, to: number): string {
  return pieces
    .slice(from, to + 1)
    .map((it) => (it.kind === "word" ? it.text : "?"))
    .join(" ");
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

function isWord(piece: Piece | undefined, word: string): boolean {
  return piece?.kind === "word" && piece.text.toUpperCase() === word;
}
