import {
  endOfComment,
  endOfDollarQuote,
  endOfIdentifier,
  endOfLine,
  endOfNumber,
  endOfParameter,
  endOfString,
  endOfTag,
  endOfWord,
  formOf,
  isJunk,
  joins,
  LEXEME,
  LEXEMES,
  type StringForm,
} from "./lexemes.ts";

/**
 * The text of a long statement with its constants cut short and long lists and rows taken together, since PostgreSQL's
 * scanner needs much memory for each token. It normalises to the same.
 */
export function condensed(bytes: Buffer, start: number, end: number): string {
  const parts: string[] = [];
  let copied = start;
  let word = -1;
  let stringEnd = -1;
  let form: StringForm = "plain";
  const replace = (from: number, to: number, by: string) => {
    parts.push(bytes.toString("utf8", copied, from), by);
    copied = Math.min(to, end);
  };
  for (let at = start; at < end; ) {
    const kind = LEXEMES[bytes[at] as number];
    const isDigit = LEXEMES[bytes[at + 1] as number] === LEXEME.digit;
    let next = at + 1;
    if (kind === LEXEME.word) {
      word = at;
      next = endOfWord(bytes, next, end);
    } else if (kind === LEXEME.doubleQuote) next = endOfIdentifier(bytes, at, end);
    else if (kind === LEXEME.dollar && isDigit) next = endOfParameter(bytes, next, end);
    else if (kind === LEXEME.minus && bytes[next] === 45) {
      next = endOfLine(bytes, at, end);
      replace(at, next, "/**/");
    } else if (kind === LEXEME.slash && bytes[next] === 42) {
      next = endOfComment(bytes, at, end);
      if (next <= end) replace(at, next, "/**/");
    } else if (kind === LEXEME.digit || (kind === LEXEME.dot && isDigit)) {
      next = endOfNumber(bytes, at, end);
      // What cannot be read stays so; of what can, two in a row stay two.
      if (isJunk(bytes, at, next, end)) next = endOfWord(bytes, next, end);
      else replace(at, next, ".0");
    } else if (kind === LEXEME.quote) {
      if (stringEnd < 0 || !joins(bytes, stringEnd, at)) form = formOf(bytes, word, at);
      next = endOfString(bytes, at, end, form);
      stringEnd = next;
      if (next <= end) replace(at, next, "''");
    } else if (kind === LEXEME.dollar) {
      const tag = endOfTag(bytes, at, end);
      if (tag > 0) next = endOfDollarQuote(bytes, at, tag, end);
      if (tag > 0 && next <= end) replace(at, next, "$$$$");
    } else if (kind === LEXEME.dot && bytes[next] === 46) next += 1;
    at = next;
  }
  parts.push(bytes.toString("utf8", copied, end));
  return parts
    .join("")
    .replace(LIST, (all, open?: string, first?: string, close?: string) => (open === undefined ? all : `${open}${first}${close}`))
    .replace(ROWS, (all, row?: string) => row ?? all);
}

/* A name in quotes is taken first, for what it holds is no list. */

/** Constants between the parentheses of IN, of which one is as good as all. */
const LIST = /"[^"]*"|(?<![\w$\u0080-\uffff])(in\s*\(\s*)(-?\.0|''|\$\$\$\$|\$\d+)(?:\s*,\s*(?:-?\.0|''|\$\$\$\$|\$\d+))+(\s*\))/gi;
/** The same row again and again. */
const ROWS = /"[^"]*"|(\((?:[^()"]|\([^()"]*\))*\))(?:\s*,\s*\1)+/g;
