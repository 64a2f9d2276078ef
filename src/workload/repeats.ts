import { isWord, type Piece } from "./pieces.ts";

/** `IN (1, 2, 3)` and `ARRAY[1, 2, 3]`: how many there are says nothing about the statement. */
export function oneOfList(pieces: readonly Piece[]): Piece[] {
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
export function oneRow(pieces: readonly Piece[]): Piece[] {
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
