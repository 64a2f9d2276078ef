import type { WorkloadData } from "../../model/workload.ts";
import { count, grouped } from "../words.ts";
import { sqlLines } from "./labelled.ts";
import type { WorkloadTextOptions } from "./text.ts";

const MOST = 5;
const SQL_LINES = 2;
const INDENT = "    ";

/** What sessions did over and over: one statement many times in a row, and one statement after another with the same value. */
export function sessionLines({ sessions, statements }: WorkloadData, options: WorkloadTextOptions): string[] {
  const { paint, width } = options;
  const texts = new Map(statements.map(({ fingerprint, sql }) => [fingerprint, sql]));
  const sql = (label: string, fingerprint: string) => labelledSql(label, texts.get(fingerprint) ?? fingerprint, width);
  const bursts = [...sessions.bursts].sort((a, b) => b.calls - a.calls);
  const pairs = sessions.pairs.filter(({ sharing }) => sharing > 0).sort((a, b) => b.sharing - a.sharing);
  return [
    ...(bursts.length === 0 ? [] : [paint.bold("One statement many times in a row")]),
    ...bursts
      .slice(0, MOST)
      .flatMap(({ statement, after, bursts: times, calls, longest }) => [
        `  ${count(calls, "call")} in ${count(times, "burst")}, up to ${grouped(longest)} in a row`,
        ...(after === null ? [] : sql("after", after)),
        ...sql("", statement),
      ]),
    ...more(bursts.length),
    ...(bursts.length === 0 || pairs.length === 0 ? [] : [""]),
    ...(pairs.length === 0 ? [] : [paint.bold("One statement after another with an equal value")]),
    ...pairs
      .slice(0, MOST)
      .flatMap(({ first, second, times, sharing }) => [
        `  ${grouped(sharing)} of ${count(times, "time")}`,
        ...sql("", first),
        ...sql("then", second),
      ]),
    ...more(pairs.length),
  ];
}

function labelledSql(label: string, sql: string, width: number): string[] {
  const lines = sqlLines(sql, Math.max(30, width - INDENT.length - 7), SQL_LINES);
  return lines.map((line, n) => `${INDENT}${(n === 0 ? label : "").padEnd(7)}${line}`);
}

function more(total: number): string[] {
  return total > MOST ? [`  and ${grouped(total - MOST)} more; --format json lists all of them`] : [];
}
