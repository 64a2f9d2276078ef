import { NON_PLAIN_KEYWORDS } from "../../facts/keywords.ts";

/** Template marks that are also valid inside SQL strings and names: an array literal '{{1,2},{3,4}}' is none. */
const PLACEHOLDER = /\{\{-?\s*[.$][\w.]|\{\{-?\s+[\w.][^{}]*\s-?\}\}|\$\{[A-Za-z_][\w.:-]*\}/;
/** In a text that does not parse, these are the likely cause. */
const BROKEN_PLACEHOLDER = /\{\{|\{%|\$\{|<%|%\(\w+\)s|%[svdq]\b|@@?\w+@@?|\{[A-Za-z_]\w*\}|(?<![:\w])__[A-Z_]+__/;

export const PLACEHOLDER_REASON = "it holds a template placeholder, which only its own tool fills in";

export function hasPlaceholder(sql: string): boolean {
  return PLACEHOLDER.test(sql);
}

/** Why the parser refused: what it said, without the text it saw, which may be a literal. */
export function parseReason(sql: string, message: string): string {
  if (BROKEN_PLACEHOLDER.test(sql)) return PLACEHOLDER_REASON;
  if (/(?<![:'\w]):['"]?[A-Za-z_]\w*/.test(sql.replace(/'[^']*'|::/g, ""))) return "it holds a psql variable that is not set";
  if (/`|\bauto_increment\b|\bautoincrement\b|\bengine\s*=|^\s*(?:use|delimiter|go|pragma)\b|\bif\s+object_id\b|\bnvarchar\b/i.test(sql)) {
    return "it is not PostgreSQL's SQL";
  }
  const near = /^syntax error at or near "(.*)"$/s.exec(message)?.[1];
  if (near !== undefined) return isHarmless(near) ? `syntax error at or near ${near}` : "syntax error";
  if (message.startsWith("syntax error")) return "syntax error: it ends too early";
  if (message.startsWith("unterminated")) return "a quote or comment in it never ends";
  if (message.includes("memory exhausted") || message.includes("call stack")) return "it is nested too deeply";
  return "the parser refuses it";
}

/** A keyword or punctuation says where the error is; any other word could come from a literal. */
function isHarmless(near: string): boolean {
  return NON_PLAIN_KEYWORDS.has(near.toLowerCase()) || /^[^\w\s'"$]{1,2}$/.test(near);
}
