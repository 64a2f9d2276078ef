import { readSuppressionNote } from "../../facts/suppression-note.ts";
import type { WrittenSuppression } from "../../model/suppression.ts";
import type { SqlText } from "../files/sql-text.ts";
import { bytes as B, endOfDollarQuote, endOfLine, endOfQuoted, isBlank } from "./lexemes.ts";
import { Places } from "./place.ts";
import { type Piece, split } from "./splitter.ts";

const WORD = "pgassay-ignore";

/**
 * The suppressions that stand in the comments of a file:
 *
 * - `-- pgassay-ignore rule: reason` before a statement covers the statement; on a line of its own within one, the next
 *   line; after code, its own line
 * - `-- pgassay-ignore-start rule: reason` covers what follows, up to `-- pgassay-ignore-end`
 * - `-- pgassay-ignore-file rule: reason` covers the file
 */
export function writtenSuppressions(text: SqlText): WrittenSuppression[] {
  const { bytes, name } = text;
  if (bytes.indexOf(WORD) < 0) return [];
  const places = new Places(name, bytes);
  const lineOf = (offset: number) => places.at(offset).line;
  const found: WrittenSuppression[] = [];
  let open: number[] = [];
  for (const piece of split(bytes)) {
    for (const at of commentsOf(bytes, piece)) {
      const comment = bytes.toString("utf8", at, endOfLine(bytes, at));
      const [matched, form, rest = ""] = /^--+\s*pgassay-ignore(-start|-end|-file)?(?::|\s|$)(.*)$/s.exec(comment.trimEnd()) ?? [];
      if (matched === undefined) continue;
      const line = lineOf(at);
      if (form === "-end") {
        for (const index of open) found[index] = { ...(found[index] as WrittenSuppression), to: line };
        open = [];
        continue;
      }
      const note = { ...readSuppressionNote(rest), file: name, line };
      if (form === "-file") found.push({ ...note, from: 1, to: null });
      else if (form === "-start") open.push(found.push({ ...note, from: line, to: null }) - 1);
      else found.push({ ...note, ...covered(bytes, piece, at, lineOf) });
    }
  }
  return found;
}

/** Where `--` comments begin; one that talks of pgassay-ignore further in is a comment like any other. */
function* commentsOf(text: Buffer, piece: Piece): Generator<number> {
  if (piece.is === "data" || piece.is === "meta") return;
  let at = piece.from;
  while (at < piece.end) {
    const byte = text[at];
    if (byte === B.minus && text[at + 1] === B.minus) {
      if (/^--+\s*pgassay-ignore/.test(text.toString("latin1", at, at + 40))) yield at;
      at = endOfLine(text, at);
    } else if (byte === B.quote || byte === B.doubleQuote) {
      const end = endOfQuoted(text, at, byte, byte === B.quote && (text[at - 1] === B.e || text[at - 1] === B.E));
      at = end < 0 ? piece.end : end;
    } else if (byte === B.dollar) {
      const end = endOfDollarQuote(text, at);
      at = end < 0 ? piece.end : end === 0 ? at + 1 : end;
    } else at += 1;
  }
}

function covered(text: Buffer, piece: Piece, comment: number, lineOf: (offset: number) => number): { from: number; to: number } {
  const line = lineOf(comment);
  if (!standsAlone(text, comment)) return { from: line, to: line };
  if (piece.is === "sql" && comment < piece.start) return { from: lineOf(piece.start), to: lineOf(piece.stop) };
  let next = endOfLine(text, comment);
  while (next < piece.stop && /^\s*(?:--.*)?$/.test(lineAt(text, next))) next = endOfLine(text, next);
  return { from: line + 1, to: lineOf(next) };
}

function lineAt(text: Buffer, from: number): string {
  return text.toString("utf8", from, endOfLine(text, from)).trimEnd();
}

function standsAlone(text: Buffer, comment: number): boolean {
  let at = comment - 1;
  while (at >= 0 && text[at] !== B.newline) {
    if (!isBlank(text[at] as number)) return false;
    at -= 1;
  }
  return true;
}
