import { columnBefore, endOfCast, isName, isPlaceholder, isSpace, nextFrom } from "./tokens.ts";

/** `name LIKE $1` as the range that a B-tree is asked for when the pattern begins with a text. */
export function prefixRanges(tokens: readonly string[], [from, to]: readonly [string, string]): string[] {
  const out = [...tokens];
  for (const [at, token] of tokens.entries()) {
    const value = nextFrom(tokens, at + 1);
    if (!/^like$/i.test(token) || !isPlaceholder(tokens[value])) continue;
    const end = endOfCast(tokens, value);
    const start = startOfOperand(tokens, at);
    // What follows may go on with the pattern, or say how it is to be read.
    if (start === null || /^(?:\||escape)$/i.test(tokens[nextFrom(tokens, end + 1)] ?? "")) continue;
    const operand = tokens.slice(start, at).join("").trimEnd();
    out[start] = `(${out[start]}`;
    out[at] = from;
    out[end] = `${out[end]} AND ${operand} ${to} ${tokens.slice(value, end + 1).join("")})`;
  }
  return out;
}

/** Where a column, a call or a cast of one begins that ends before `at`. */
function startOfOperand(tokens: readonly string[], at: number): number | null {
  let end = at - 1;
  while (isSpace(tokens[end])) end -= 1;
  if (tokens[end - 1] === "::") return startOfOperand(tokens, end - 1);
  if (tokens[end] !== ")") {
    const { text, from } = columnBefore(tokens, at);
    return text === "" ? null : from;
  }
  let depth = 0;
  for (let open = end; open >= 0; open -= 1) {
    if (tokens[open] === ")") depth += 1;
    else if (tokens[open] === "(") depth -= 1;
    if (depth === 0) return isName(tokens[open - 1]) ? columnBefore(tokens, open).from : open;
  }
  return null;
}
