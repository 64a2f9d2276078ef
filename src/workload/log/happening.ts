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
  const known = ERRORS.find(([state, pattern]) => (sqlstate === null || sqlstate === state) && pattern.test(message));
  const state = sqlstate ?? known?.[0] ?? null;
  const kind: EventKind = state === "40P01" ? "deadlock" : state === "57014" ? "cancel" : "error";
  return { kind, sqlstate: state, subject: known?.[1].exec(message)?.[1] ?? null, count: 1, amount: null };
}

/**
 * Messages of which the SQLSTATE is known without the log's saying so, and the constraint or table in them. Each is taken
 * from its first letter on: further behind stand values, which can say anything.
 */
const ERRORS: readonly (readonly [sqlstate: string, RegExp])[] = [
  ["23505", /^duplicate key value violates unique constraint "([^"]*)"/],
  ["23503", /^(?:insert or update|update or delete) on table "[^"]*" violates foreign key constraint "([^"]*)"/],
  ["23514", /^new row for relation "[^"]*" violates check constraint "([^"]*)"/],
  ["23514", /^check constraint "([^"]*)" of relation "[^"]*" is violated by some row/],
  ["23502", /^null value in column "[^"]*" of relation "([^"]*)" violates not-null constraint/],
  ["23502", /^null value in column "[^"]*" violates not-null constraint/],
  ["23P01", /^conflicting key value violates exclusion constraint "([^"]*)"/],
  ["40P01", /^deadlock detected/],
  ["40001", /^could not serialize access/],
  ["55P03", /^canceling statement due to lock timeout/],
  ["55P03", /^could not obtain lock on relation "([^"]*)"/],
  ["55P03", /^could not obtain lock on row in relation "([^"]*)"/],
  ["57014", /^canceling statement due to/],
  ["42883", /^(?:function|procedure|operator) .* does not exist/s],
  ["42P01", /^relation "([^"]*)" does not exist/],
  ["42703", /^column .* does not exist/s],
  ["42501", /^permission denied for (?:table|view|sequence|relation|schema|function|materialized view) (\S+)$/],
  ["42501", /^permission denied/],
  ["42601", /^syntax error/],
  ["25P02", /^current transaction is aborted/],
  ["22012", /^division by zero/],
  ["22001", /^value too long for type/],
  ["22P02", /^invalid input syntax for/],
  ["28P01", /^password authentication failed/],
  ["53300", /^remaining connection slots are reserved|^sorry, too many clients already/],
  ["57P01", /^terminating connection due to administrator command/],
];

/** The relation that a CONTEXT names. */
export function relationOf(context: string): string | null {
  return /^while [a-z ]+ tuple \([\d,]+\) (?:in|of) relation "([^"]*)"/.exec(context)?.[1] ?? null;
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
