import type { WorkloadData } from "../../model/workload.ts";
import type { Paint } from "../paint.ts";
import { coverageLines, headerLines } from "./coverage.ts";
import { eventLines } from "./events.ts";
import { type StatementLimits, selectStatements } from "./selection.ts";
import { sessionLines } from "./sessions.ts";
import { statementLines } from "./statements.ts";

export interface WorkloadTextOptions {
  readonly paint: Paint;
  /** Terminal cells per line. */
  readonly width: number;
  readonly limits: StatementLimits;
  readonly toolVersion: string;
}

/** For people: what was read, the costliest statements, what else happened, and what was not understood. */
export function* workloadText(workload: WorkloadData, options: WorkloadTextOptions): Iterable<string> {
  const selection = selectStatements(workload, options.limits);
  yield block(headerLines(workload, options));
  if (workload.statements.length > 0) yield block(statementLines(workload, selection, options));
  for (const lines of [sessionLines(workload, options), eventLines(workload, options), coverageLines(workload, selection, options)]) {
    if (lines.length > 0) yield `\n${block(lines)}`;
  }
}

function block(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
