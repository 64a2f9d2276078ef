import { bytes as B, endOfDollarQuote, endOfLine, endOfQuoted } from "./lexemes.ts";
import type { Piece } from "./splitter.ts";

/** A line on which a statement begins, after a line that ends one. */
const BEGIN = /^(?:create|alter|drop|comment on|grant|revoke|insert into|set|copy|do|begin|commit)\b/i;
const DEFINITION = /^(?:create|alter|comment on)\b/i;

/**
 * Where to go on after a statement that does not parse and seems to have swallowed others, because of a stray quote or
 * parenthesis; null when it stands for itself. Bodies in dollar quotes are full of lines that look like statements, so
 * within them only a dollar quote that never ends is broken off, and only before a definition that follows an empty line.
 */
export function resynchronise(text: Buffer, piece: Piece): number | null {
  const inDollars = piece.unterminated === "dollar quote";
  let previous: "blank" | "ended" | "other" = "other";
  let end = false;
  for (let at = piece.start; at < piece.stop; ) {
    const next = endOfLine(text, at);
    const line = text.toString("latin1", at, Math.min(next, at + 200)).trimEnd();
    if (at > piece.start && end) {
      if (inDollars ? previous === "blank" && DEFINITION.test(line) : BEGIN.test(line)) return at;
    }
    const whole = text.toString("latin1", Math.max(at, next - 200), next).trimEnd();
    if (whole === "") previous = "blank";
    else if (!/^\s*--/.test(line)) {
      previous = "other";
      end = whole.endsWith(";");
    }
    at = inDollars ? next : Math.max(next, behindDollarQuotes(text, at, next));
  }
  return null;
}

/** Behind the dollar quotes that begin on this line, quoted strings apart. */
function behindDollarQuotes(text: Buffer, from: number, to: number): number {
  for (let at = from; at < to; ) {
    if (text[at] === B.quote) {
      const end = endOfQuoted(text, at, B.quote, false);
      at = end < 0 || end > to ? at + 1 : end;
    } else if (text[at] === B.minus && text[at + 1] === B.minus) return to;
    else if (text[at] === B.dollar) {
      const end = endOfDollarQuote(text, at);
      if (end > to) return endOfLine(text, end);
      at = end > 0 ? end : at + 1;
    } else at += 1;
  }
  return to;
}
