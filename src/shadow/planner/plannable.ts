import { prefixRanges } from "./prefix-ranges.ts";
import { closing, columnBefore, endOfCast, isPlaceholder, isSpace, nextFrom, tokensOf } from "./tokens.ts";

/**
 * A normalised statement as a generic plan needs it: where the grammar wants a constant, the normaliser left `''` and `0`,
 * which become placeholders with a cast; LIMIT gets the rows that the statement is known to return, since of an unknown
 * number the planner takes a tenth of all; and what is grouped by is written like what is selected.
 *
 * How wide a range is stands in its literals. The planner takes one with two ends for 0.5 % of the rows and one with a
 * single end for a third: a statement that has a range with two ends comes twice, the second time with one end that an
 * index cannot use. So does whether a pattern begins with a text: with `prefix`, the operators that such a pattern comes
 * to, a statement with LIKE comes once more, with a range in its place.
 */
export function plannable(sql: string, rows: number, prefix: readonly [string, string] | null = null): readonly [string, ...string[]] {
  const tokens = alike(bounded(untyped(tokensOf(sql)), rows));
  const others = [openRanges(tokens), ...(prefix === null ? [] : [prefixRanges(tokens, prefix)])];
  const [first, ...rest] = new Set([tokens, ...others].map((one) => one.join("")));
  return [first as string, ...rest];
}

const TYPES =
  /^(?:interval|date|time|timetz|timestamp|timestamptz|uuid|json|jsonb|inet|cidr|numeric|decimal|varchar|char|bpchar|bit|varbit|text|bool|boolean|int|int4|int8|integer|bigint|float8|money|point|xml|bytea)$/i;
const FIELD = /^(?:year|month|day|hour|minute|second|to)$/i;

/** Without `$1` anywhere, the normaliser fell back on constants for all literals. */
function untyped(tokens: readonly string[]): string[] {
  const out: string[] = [];
  const fellBack = !tokens.some(isPlaceholder);
  let count = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as string;
    const next = nextFrom(tokens, at + 1);
    if (TYPES.test(token) && tokens[next] === "(" && isModifier(tokens, next)) {
      out.push(token);
      at = closing(tokens, next);
    } else if (fellBack && TYPES.test(token) && isString(tokens[afterZone(tokens, next)])) {
      const string = afterZone(tokens, next);
      count += 1;
      out.push(`$${count}::${tokens.slice(at, string).join("").trim()}`);
      at = string;
      for (let field = nextFrom(tokens, at + 1); FIELD.test(tokens[field] ?? ""); field = nextFrom(tokens, at + 1)) at = field;
    } else if (fellBack && (isString(token) || /^\d/.test(token))) {
      count += 1;
      out.push(`$${count}`);
    } else out.push(token);
  }
  return out;
}

function isString(token: string | undefined): boolean {
  return token?.startsWith("'") === true;
}

/** `numeric(0, 0)` and `varchar($1)`: how long or precise says nothing to the planner, and zero is not allowed. */
function isModifier(tokens: readonly string[], open: number): boolean {
  const inside = tokens.slice(open + 1, closing(tokens, open)).filter((token) => !isSpace(token));
  return inside.length > 0 && inside.length <= 3 && inside.every((token) => token === "," || token === "0" || isPlaceholder(token));
}

/** Behind `with time zone`. */
function afterZone(tokens: readonly string[], at: number): number {
  if (!/^with(?:out)?$/i.test(tokens[at] ?? "")) return at;
  return nextFrom(tokens, nextFrom(tokens, nextFrom(tokens, at + 1) + 1) + 1);
}

function bounded(tokens: readonly string[], rows: number): string[] {
  return tokens.map((token, at) => {
    if (!isPlaceholder(token)) return token;
    const word = wordBefore(tokens, at).toUpperCase();
    const first = (word === "FIRST" || word === "NEXT") && /^rows?$/i.test(tokens[nextFrom(tokens, at + 1)] ?? "");
    return word === "LIMIT" || first ? String(rows) : token;
  });
}

function wordBefore(tokens: readonly string[], at: number): string {
  let before = at - 1;
  while (isSpace(tokens[before])) before -= 1;
  return tokens[before] ?? "";
}

/**
 * `SELECT to_char(a, $1) … GROUP BY to_char(a, $2)`: both were one constant. Wherever the tokens of a grouped expression
 * stand elsewhere but for the numbers, they get its numbers.
 */
function alike(tokens: readonly string[]): string[] {
  const out = [...tokens];
  for (const [start, end] of groupedExpressions(tokens)) {
    const pattern = out.slice(start, end).filter((token) => !isSpace(token));
    if (!pattern.some(isPlaceholder)) continue;
    for (let at = 0; at < out.length; at += 1) {
      const places = match(out, at, pattern);
      places?.forEach((place, index) => {
        out[place] = pattern[index] as string;
      });
    }
  }
  return out;
}

function match(tokens: readonly string[], from: number, pattern: readonly string[]): number[] | null {
  const places: number[] = [];
  let at = from;
  for (const wanted of pattern) {
    at = places.length === 0 ? at : nextFrom(tokens, at);
    const token = tokens[at];
    if (token === undefined || !(token === wanted || (isPlaceholder(token) && isPlaceholder(wanted)))) return null;
    places.push(at);
    at += 1;
  }
  return places;
}

const ENDS_GROUPING = /^(?:HAVING|ORDER|LIMIT|OFFSET|FETCH|UNION|EXCEPT|INTERSECT|WINDOW|FOR|;)$/i;

/** Where each expression of a GROUP BY begins and ends. */
function groupedExpressions(tokens: readonly string[]): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const by = nextFrom(tokens, at + 1);
    if (!/^group$/i.test(tokens[at] ?? "") || !/^by$/i.test(tokens[by] ?? "")) continue;
    let start = nextFrom(tokens, by + 1);
    let end = start;
    for (; end < tokens.length && tokens[end] !== ")" && !ENDS_GROUPING.test(tokens[end] as string); end += 1) {
      if (tokens[end] === "(") end = closing(tokens, end);
      else if (tokens[end] === ",") {
        found.push([start, end]);
        start = nextFrom(tokens, end + 1);
      }
    }
    found.push([start, end]);
  }
  return found;
}

/** `BETWEEN $1 AND $2`, and `< $2` where the same column has a lower end too. */
function openRanges(tokens: readonly string[]): string[] {
  const out = [...tokens];
  const lower = new Set<string>();
  for (const [at, token] of tokens.entries()) if (token === ">") lower.add(columnBefore(tokens, at).text);
  for (const [at, token] of tokens.entries()) {
    const { text, from } = columnBefore(tokens, at);
    if (text === "") continue;
    if (token === "<" && lower.has(text)) {
      const value = nextFrom(tokens, tokens[at + 1] === "=" ? at + 2 : at + 1);
      if (!isPlaceholder(tokens[value])) continue;
      out[from] = `(${out[from]}`;
      const end = endOfCast(tokens, value);
      out[end] = `${out[end]}) IS NOT FALSE`;
    } else if (/^between$/i.test(token)) {
      const first = endOfCast(tokens, nextFrom(tokens, at + 1));
      const and = nextFrom(tokens, first + 1);
      const value = nextFrom(tokens, and + 1);
      if (!/^and$/i.test(tokens[and] ?? "") || !isPlaceholder(tokens[value])) continue;
      out[at] = ">=";
      out[and] = `AND (${text} <=`;
      const end = endOfCast(tokens, value);
      out[end] = `${out[end]}) IS NOT FALSE`;
    }
  }
  return out;
}
