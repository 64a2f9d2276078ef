import type { StatementData, WorkloadData } from "../../model/workload.ts";
import { count, duration, grouped } from "../words.ts";
import { sqlLines } from "./labelled.ts";
import { meanOf, type Sort, type StatementSelection, sum } from "./selection.ts";
import type { WorkloadTextOptions } from "./text.ts";

const SQL_LINES = 4;
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
  const times = mean === null ? ["–", "–", "–"] : [duration(statement.totalMs), duration(mean), duration(maxMs)];
  const numbers = columns([grouped(calls), ...times, rows === null ? "–" : grouped(rows)]);
  return [
    `${paint.bold(share(statement.totalMs, totalMs))}  ${numbers}  ${fingerprint === sql ? "" : paint.dim(fingerprint)}`.trimEnd(),
    ...sqlLines(sql, Math.max(30, width - INDENT.length), SQL_LINES).map((line) => INDENT + line),
  ];
}

function columns(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(10)).join(" ");
}

function share(ms: number, totalMs: number): string {
  return (totalMs === 0 ? "–" : `${((ms / totalMs) * 100).toFixed(1)} %`).padStart(7);
}
