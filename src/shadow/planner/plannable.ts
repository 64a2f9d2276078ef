import { closing, isPlaceholder, isSpace, nextFrom, tokensOf } from "./tokens.ts";

/**
 * A normalised statement as a generic plan needs it: where the grammar wants a constant, the normaliser left `''` and `0`,
 * which become placeholders with a cast; LIMIT gets the rows that the statement is known to return, since of an unknown
 * number the planner takes a tenth of all; and what is grouped by is written like what is selected.
 */
export function plannable(sql: string, rows: number): string {
  const tokens = bounded(untyped(tokensOf(sql)), rows);
  return alike(tokens).join("");
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
    if (word === "LIMIT" || ((word === "FIRST" || word === "NEXT") && /^rows?$/i.test(tokens[nextFrom(tokens, at + 1)] ?? ""))) {
      return String(rows);
    }
    return word === "OFFSET" ? "0" : token;
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
