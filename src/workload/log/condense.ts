import {
  endOfComment,
  endOfDollarQuote,
  endOfIdentifier,
  endOfLine,
  endOfNumber,
  endOfString,
  endOfTag,
  formOf,
  isJunk,
  LEXEME,
  LEXEMES,
} from "./lexemes.ts";

/**
 * The text of a long statement with its constants cut short and long lists and rows taken together, since PostgreSQL's
 * scanner needs much memory for each token. It normalises to the same.
 */
export function condensed(bytes: Buffer, start: number, end: number): string {
  const parts: string[] = [];
  let copied = start;
  const replace = (from: number, to: number, by: string) => {
    parts.push(bytes.toString("utf8", copied, from), by);
    copied = Math.min(to, end);
  };
  for (let at = start; at < end; ) {
    const kind = LEXEMES[bytes[at] as number];
    const isDigit = LEXEMES[bytes[at + 1] as number] === LEXEME.digit;
    let next = at + 1;
    if (kind === LEXEME.word) {
      while (next < end && (LEXEMES[bytes[next] as number] as number) <= LEXEME.dollar) next += 1;
    } else if (kind === LEXEME.doubleQuote) next = endOfIdentifier(bytes, at, end);
    else if (kind === LEXEME.dollar && isDigit) next = endOfNumber(bytes, next, end);
    else if (kind === LEXEME.minus && bytes[next] === 45) {
      next = endOfLine(bytes, at, end);
      replace(at, next, "/**/");
    } else if (kind === LEXEME.slash && bytes[next] === 42) {
      next = endOfComment(bytes, at, end);
      if (next <= end) replace(at, next, "/**/");
    } else if (kind === LEXEME.digit || (kind === LEXEME.dot && isDigit)) {
      next = endOfNumber(bytes, at, end);
      // Two of these in a row stay two.
      if (!isJunk(bytes, at, next, end)) replace(at, next, ".0");
    } else if (kind === LEXEME.quote) {
      next = endOfString(bytes, at, end, formOf(bytes, start, at));
      if (next <= end) replace(at, next, "''");
    } else if (kind === LEXEME.dollar) {
      const tag = endOfTag(bytes, at, end);
      if (tag > 0) next = endOfDollarQuote(bytes, at, tag, end);
      if (tag > 0 && next <= end) replace(at, next, "$$$$");
    } else if (kind === LEXEME.dot && bytes[next] === 46) next += 1;
    at = next;
  }
  parts.push(bytes.toString("utf8", copied, end));
  return parts.join("").replace(LIST, "$1$2$3").replace(ROWS, "$1");
}

/** Constants between the parentheses of IN, of which one is as good as all. */
const LIST = /(?<![\w$\u0080-\uffff])(in\s*\(\s*)(-?\.0|''|\$\$\$\$|\$\d+)(?:\s*,\s*(?:-?\.0|''|\$\$\$\$|\$\d+))+(\s*\))/gi;
/** The same row again and again. */
const ROWS = /(\((?:[^()"]|\([^()"]*\))*\))(?:\s*,\s*\1)+/g;
