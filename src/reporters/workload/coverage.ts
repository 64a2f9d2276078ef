import { plainText } from "../../model/plain-text.ts";
import type { WorkloadData } from "../../model/workload.ts";
import { bytes, count, duration, grouped } from "../words.ts";
import { labelled } from "./labelled.ts";
import { type StatementSelection, sum } from "./selection.ts";
import type { WorkloadTextOptions } from "./text.ts";

const MOST_SOURCES = 5;

/** What was read, and over which time. */
export function headerLines({ origin, window, statements, sessions, coverage }: WorkloadData, options: WorkloadTextOptions): string[] {
  const { paint, toolVersion } = options;
  const { sources, lines, bytes: size } = coverage;
  const untimed = sum(statements, ({ calls, timed }) => calls - timed);
  const calls = sum(statements, (statement) => statement.calls);
  const totalMs = sum(statements, (statement) => statement.totalMs);
  const texts = [
    ...sources.slice(0, MOST_SOURCES),
    ...(sources.length > MOST_SOURCES ? [`and ${grouped(sources.length - MOST_SOURCES)} more`] : []),
  ];
  return [
    `${paint.bold(`pgassay ${toolVersion}`)}  workload  ${paint.dim(ORIGINS[origin])}`,
    "",
    ...labelled("files", texts, options),
    ...labelled("window", [windowText(window)], options),
    ...(lines === 0 ? [] : labelled("read", [`${count(lines, "line")}, ${bytes(size)}`], options)),
    ...labelled(
      "executions",
      [`${count(calls, "call")} of ${count(statements.length, "statement")}${untimed === calls ? "" : `, ${duration(totalMs)} in total`}`],
      options,
    ),
    ...(untimed === 0 ? [] : labelled("", [`${count(untimed, "call")} without a duration`], options)),
    ...(sessions.count === 0 ? [] : labelled("sessions", [grouped(sessions.count)], options)),
  ];
}

const ORIGINS: Readonly<Record<WorkloadData["origin"], string>> = {
  log: "from server logs",
  pg_stat_statements: "from pg_stat_statements",
  both: "from server logs and pg_stat_statements",
};

function windowText({ since, until }: WorkloadData["window"]): string {
  if (since === null) return `until ${plainText(until)}; when it began is not known`;
  const ms = Date.parse(until) - Date.parse(since);
  return `${plainText(since)} to ${plainText(until)}${Number.isFinite(ms) && ms > 0 ? `, ${duration(ms)}` : ""}`;
}

/** What was not understood, and what is not shown. Always there: silence would look like success. */
export function coverageLines(
  { coverage, statements }: WorkloadData,
  { leftOut }: StatementSelection,
  options: WorkloadTextOptions,
): string[] {
  const { unknownLines, lines, unparsable, dropped } = coverage;
  const calls = sum(statements, (statement) => statement.calls);
  const not = [
    ...(unknownLines === 0 ? [] : [`${count(unknownLines, "line")} of no known form${ofAll(unknownLines, lines)}`]),
    ...(unparsable === 0 ? [] : [`${count(unparsable, "call")} of statements that could not be read${ofAll(unparsable, calls)}`]),
    ...(dropped === null || dropped === 0
      ? []
      : [`${count(dropped, "time")} pg_stat_statements threw away its least used entries: pg_stat_statements.max is too small`]),
  ];
  return [
    ...labelled("understood", not.length === 0 ? ["everything that was read"] : [], options),
    ...labelled("not read", not, options),
    ...(leftOut.statements === 0
      ? []
      : labelled("not shown", [`${count(leftOut.statements, "statement")}: see --top, --min-calls and --min-time`], options)),
  ];
}

function ofAll(part: number, all: number): string {
  return all === 0 ? "" : ` (${((part / all) * 100).toFixed(1)} %)`;
}
