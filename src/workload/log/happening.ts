import type { EventKind } from "../../model/workload.ts";
import type { Happening } from "./tape.ts";

/** What happened, from a LOG message that is about no statement of its own; null for what is not counted. */
export function happeningOf(message: string): Happening | null {
  for (const [pattern, read] of MESSAGES) {
    const match = pattern.exec(message);
    if (match !== null) return read(match);
  }
  return null;
}

const MESSAGES: readonly (readonly [RegExp, (match: RegExpExecArray) => Happening | null])[] = [
  [/^connection authorized:/, () => happening("connection", null, null)],
  [/^temporary file: path "[^"]*", size (\d+)/, ([, bytes]) => happening("temporary file", null, Number(bytes))],
  // The wait is counted when it is first reported, its length when it is over.
  [/^process \d+ still waiting for /, () => happening("lock wait", null, null)],
  [/^process \d+ acquired .* after ([\d.]+) ms/s, ([, ms]) => ({ ...happening("lock wait", null, microseconds(ms, 1000)), count: 0 })],
  [
    /^automatic (?:aggressive )?vacuum (?:to prevent wraparound )?of table "([^"]*)"(.*)/s,
    ([, table, rest]) => automatic("autovacuum", table, rest),
  ],
  [/^automatic aggressive vacuum to prevent wraparound of table "([^"]*)"(.*)/s, ([, table, rest]) => automatic("autovacuum", table, rest)],
  [/^automatic analyze of table "([^"]*)"(.*)/s, ([, table, rest]) => automatic("autoanalyze", table, rest)],
  [/^checkpoint complete:.*?\btotal=([\d.]+) s/s, ([, seconds]) => happening("checkpoint", null, microseconds(seconds, 1_000_000))],
];

/** An error, from its SQLSTATE (null when the log has none) and message. */
export function failureOf(sqlstate: string | null, message: string): Happening {
  const state = sqlstate ?? ERRORS.find(([pattern]) => pattern.test(message))?.[1] ?? null;
  const kind: EventKind = state === "40P01" ? "deadlock" : state === "57014" ? "cancel" : "error";
  return { kind, sqlstate: state, subject: subjectOf(message), count: 1, amount: null };
}

/** The messages of errors that are told apart where the log has no SQLSTATE. */
const ERRORS: readonly (readonly [RegExp, string])[] = [
  [/^duplicate key value violates unique constraint/, "23505"],
  [/violates foreign key constraint/, "23503"],
  [/violates check constraint/, "23514"],
  [/violates not-null constraint/, "23502"],
  [/violates exclusion constraint/, "23P01"],
  [/^deadlock detected/, "40P01"],
  [/^could not serialize access/, "40001"],
  [/^canceling statement due to lock timeout/, "55P03"],
  [/^could not obtain lock on/, "55P03"],
  [/^canceling statement due to/, "57014"],
  [/^(?:function|procedure|operator) .* (?:does not exist|is not unique)/s, "42883"],
  [/^relation ".*" does not exist/s, "42P01"],
  [/^column .* does not exist/s, "42703"],
  [/^permission denied for/, "42501"],
  [/^syntax error/, "42601"],
  [/^current transaction is aborted/, "25P02"],
  [/^division by zero/, "22012"],
  [/^value too long for type/, "22001"],
  [/^invalid input syntax for/, "22P02"],
  [/^password authentication failed/, "28P01"],
  [/^remaining connection slots are reserved|^sorry, too many clients already/, "53300"],
  [/^terminating connection due to administrator command/, "57P01"],
];

/** The constraint before the table, since it says more. Names only: the values are elsewhere in the message. */
function subjectOf(message: string): string | null {
  const match =
    /\bconstraint "([^"]*)"/.exec(message) ??
    /\b(?:relation|table|view) "([^"]*)"/.exec(message) ??
    /^permission denied for (?:table|view|sequence|relation|schema|function|materialized view) (\S+)/.exec(message);
  return match?.[1] ?? null;
}

/** The relation that a CONTEXT names. */
export function relationOf(context: string): string | null {
  return /\b(?:in|of) relation "([^"]*)"/.exec(context)?.[1] ?? null;
}

function automatic(kind: "autovacuum" | "autoanalyze", table: string | undefined, rest: string | undefined): Happening {
  // The database is named first.
  const name = table?.split(".").slice(1).join(".") || (table ?? null);
  return happening(kind, name, microseconds(/\belapsed: ([\d.]+) s/.exec(rest ?? "")?.[1], 1_000_000));
}

function happening(kind: EventKind, subject: string | null, amount: number | null): Happening {
  return { kind, sqlstate: null, subject, count: 1, amount };
}

function microseconds(text: string | undefined, unit: number): number | null {
  const value = Math.round(Number(text) * unit);
  return Number.isFinite(value) ? value : null;
}
