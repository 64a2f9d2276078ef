import type { StatementData, WorkloadData } from "../../model/workload.ts";
import { count, duration, grouped } from "../words.ts";
import { sqlLines } from "./labelled.ts";
import { meanOf, type Sort, type StatementSelection, sum } from "./selection.ts";
import type { WorkloadTextOptions } from "./text.ts";

const SQL_LINES = 4;
const MOST_TAGS = 5;
const INDENT = "         ";
const TITLES: Readonly<Record<Sort, string>> = {
  time: "by total time",
  calls: "by calls",
  mean: "by time of one call",
  max: "by their longest call",
};

/** The statements, each with its share of all time and its SQL. */
export function statementLines(workload: WorkloadData, { shown, leftOut }: StatementSelection, options: WorkloadTextOptions): string[] {
  const { paint } = options;
  const totalMs = sum(workload.statements, (statement) => statement.totalMs);
  const of = leftOut.statements === 0 ? "" : `, ${grouped(shown.length)} of ${grouped(workload.statements.length)}`;
  const head = `${"share".padStart(7)}  ${columns(["calls", "total", "mean", "longest", "rows"])}`;
  return [
    "",
    paint.bold(`Statements ${TITLES[options.limits.sort]}${of}`),
    paint.dim(head),
    ...shown.flatMap((statement) => oneStatement(statement, totalMs, options)),
    ...(leftOut.statements === 0
      ? []
      : [paint.dim(`${share(leftOut.totalMs, totalMs)}  ${count(leftOut.statements, "more statement")}, ${count(leftOut.calls, "call")}`)]),
  ];
}

function oneStatement(statement: StatementData, totalMs: number, { paint, width }: WorkloadTextOptions): string[] {
  const { fingerprint, sql, calls, maxMs, rows } = statement;
  const mean = meanOf(statement);
  const room = Math.max(30, width - INDENT.length);
  const times = mean === null ? ["–", "–", "–"] : [duration(statement.totalMs), duration(mean), duration(maxMs)];
  const numbers = columns([grouped(calls), ...times, rows === null ? "–" : grouped(rows)]);
  return [
    `${paint.bold(share(statement.totalMs, totalMs))}  ${numbers}  ${fingerprint === sql ? "" : paint.dim(fingerprint)}`.trimEnd(),
    ...sqlLines(sql, room, SQL_LINES).map((line) => INDENT + line),
    ...tagLines(statement, room).map((line) => paint.dim(INDENT + line)),
  ];
}

/** Where the calls came from, as far as the application says so in its comments. */
function tagLines({ tags = [] }: StatementData, room: number): string[] {
  const first = tags.slice(0, MOST_TAGS).map(({ key, value, calls }) => `${key}=${value} (${grouped(calls)})`);
  const more = tags.length > MOST_TAGS ? [`and ${grouped(tags.length - MOST_TAGS)} more`] : [];
  return tags.length === 0 ? [] : sqlLines(`by ${[...first, ...more].join(", ")}`, room, SQL_LINES);
}

function columns(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(9)).join(" ");
}

function share(ms: number, totalMs: number): string {
  return (totalMs === 0 ? "–" : `${((ms / totalMs) * 100).toFixed(1)} %`).padStart(7);
}
