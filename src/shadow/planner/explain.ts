import { closing, isPlaceholder, isSpace, tokensOf } from "./tokens.ts";

/** What the planner thinks of one statement. */
export interface Planned {
  /** Total cost, in the planner's units. */
  readonly cost: number;
  /** Names of the indexes in the plan. */
  readonly indexes: readonly string[];
}

/** Asks a server for the generic plan of one statement, as EXPLAIN (FORMAT JSON) gives it. Rejects with a `Refused`. */
export type Explain = (statement: string) => Promise<unknown>;

/** What a server says of a statement that it does not plan. */
export interface Refused {
  readonly code?: unknown;
  readonly message?: unknown;
  /** In characters of the statement, from 1. */
  readonly position?: unknown;
}

/** In the order in which they are tried for a placeholder whose literal had a type of its own. */
const GUESSES = ["int4", "numeric", "interval", "timestamptz", "text", "text[]"] as const;
/** undefined function or operator, ambiguous function, datatype mismatch, indeterminate datatype, ambiguous parameter, cannot coerce */
const ABOUT_TYPES: ReadonlySet<unknown> = new Set(["42883", "42725", "42804", "42P18", "42P08", "42846"]);
const MOST_ATTEMPTS = 24;

/**
 * The text with which EXPLAIN succeeds; null when none is found. A placeholder has no type of its own where a literal had
 * one, such as the numbers in `sum(CASE WHEN … THEN 1 END)`: where the server complains, the placeholders near get one.
 */
export async function explainable(sql: string, explain: Explain): Promise<string | null> {
  let text = sql;
  let failure = await refused(text, explain);
  for (let attempts = 1; failure !== null && attempts < MOST_ATTEMPTS; ) {
    if (!ABOUT_TYPES.has(failure.code)) return null;
    let better: { readonly text: string; readonly failure: Refused } | null = null;
    for (const type of GUESSES) {
      const guess = withCasts(text, failure, type);
      if (guess === text) break;
      attempts += 1;
      const outcome = await refused(guess, explain);
      if (outcome === null) return guess;
      // The server complains from left to right: a guess that moves the complaint on may be right, the furthest most likely.
      const reached = placeOf(outcome) - guess.length;
      if (reached > (better === null ? placeOf(failure) - text.length : placeOf(better.failure) - better.text.length)) {
        better = { text: guess, failure: outcome };
      }
    }
    if (better === null) return null;
    ({ text, failure } = better);
  }
  return failure === null ? text : null;
}

/** Of what EXPLAIN (FORMAT JSON) gives. */
export function readPlan(explained: unknown): Planned {
  const [top] = (typeof explained === "string" ? JSON.parse(explained) : explained) as [{ readonly Plan: PlanNode }];
  const indexes = new Set<string>();
  collect(top.Plan, indexes);
  return { cost: top.Plan["Total Cost"], indexes: [...indexes] };
}

/** An error of a server whose position counts from the beginning of a text that has the statement in it. */
export function refusedWithin(error: unknown, before: string): unknown {
  const { code, message, position } = error as Refused;
  return typeof code === "string" ? { code, message, position: Number(position ?? 0) - [...before].length } : error;
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

async function refused(sql: string, explain: Explain): Promise<Refused | null> {
  try {
    await explain(sql);
    return null;
  } catch (error) {
    if (typeof (error as Refused).code !== "string") throw error;
    return error as Refused;
  }
}

function placeOf({ position }: Refused): number {
  return Number(position ?? 0);
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
