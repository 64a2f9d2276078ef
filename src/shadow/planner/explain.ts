import { closing, isPlaceholder, isSpace, tokensOf } from "./tokens.ts";

/** What the planner thinks of one statement. */
export interface Planned {
  /** Total cost, in the planner's units. */
  readonly cost: number;
  /** Names of the indexes in the plan. */
  readonly indexes: readonly string[];
}

/** Runs one text and gives the first column of its rows. */
export type Run = (sql: string) => Promise<readonly unknown[]>;

export interface Refused {
  readonly code?: unknown;
  readonly message?: unknown;
  /** In characters from 1; node-postgres and PGlite give it as text. */
  readonly position?: unknown;
}

const PREFIX = "EXPLAIN (GENERIC_PLAN, FORMAT JSON) ";

/** In the order in which they are tried for a placeholder whose literal had a type of its own. */
const GUESSES = ["int4", "numeric", "interval", "timestamptz", "text", "text[]"] as const;
/** undefined function or operator, ambiguous function, datatype mismatch, indeterminate datatype, ambiguous parameter, cannot coerce */
const ABOUT_TYPES: ReadonlySet<unknown> = new Set(["42883", "42725", "42804", "42P18", "42P08", "42846"]);
const MOST_ATTEMPTS = 24;

/**
 * The text with which EXPLAIN succeeds; null when none is found. A placeholder has no type of its own where a literal had
 * one, such as the numbers in `sum(CASE WHEN … THEN 1 END)`: where the server complains, the placeholders near get one.
 */
export async function explainable(sql: string, run: Run): Promise<string | null> {
  let text = sql;
  let failure = await refused(text, run);
  for (let attempts = 1; failure !== null && attempts < MOST_ATTEMPTS; ) {
    if (!ABOUT_TYPES.has(failure.code)) return null;
    let better: { readonly text: string; readonly failure: Refused | null } | null = null;
    for (const type of GUESSES) {
      const guess = withCasts(text, failure, type);
      if (guess === text) break;
      attempts += 1;
      const outcome = await refused(guess, run);
      if (outcome === null || placeOf(outcome) > placeOf(failure) + (guess.length - text.length)) {
        better = { text: guess, failure: outcome };
        break;
      }
    }
    if (better === null) return null;
    ({ text, failure } = better);
  }
  return failure === null ? text : null;
}

/** Rejects with the server's refusal. */
export async function explain(sql: string, run: Run): Promise<Planned> {
  const [value] = await run(`${PREFIX}${sql}`);
  const [top] = (typeof value === "string" ? JSON.parse(value) : value) as [{ readonly Plan: PlanNode }];
  const indexes = new Set<string>();
  collect(top.Plan, indexes);
  return { cost: top.Plan["Total Cost"], indexes: [...indexes] };
}

interface PlanNode {
  readonly "Total Cost": number;
  readonly "Index Name"?: string;
  readonly Plans?: readonly PlanNode[];
}

function collect(node: PlanNode, into: Set<string>): void {
  if (node["Index Name"] !== undefined) into.add(node["Index Name"]);
  for (const child of node.Plans ?? []) collect(child, into);
}

async function refused(sql: string, run: Run): Promise<Refused | null> {
  try {
    await explain(sql, run);
    return null;
  } catch (error) {
    const failure = error as Refused;
    if (typeof failure.code !== "string") throw error;
    return failure;
  }
}

function placeOf({ position }: Refused): number {
  return Number(position ?? 0) - PREFIX.length;
}

/** The placeholders without a cast that stand in what the server points at: a call, or the two sides of an operator. */
function withCasts(text: string, failure: Refused, type: string): string {
  const tokens = tokensOf(text);
  const named = /parameter (\$\d+)/.exec(String(failure.message))?.[1];
  let offset = 1;
  const at = tokens.findIndex((token) => {
    offset += [...token].length;
    return offset > placeOf(failure);
  });
  const open = tokens[at + 1] === "(" ? at + 1 : -1;
  const [from, to] = open < 0 ? [at - 12, at + 12] : [open, closing(tokens, open)];
  return tokens
    .map((token, place) => {
      const cast = tokens[place + 1] === "::" || !isPlaceholder(token) || isSpace(token);
      const meant = named === undefined ? place >= from && place <= to : token === named;
      return !cast && meant ? `${token}::${type}` : token;
    })
    .join("");
}
