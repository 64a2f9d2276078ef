import type { Report, Reporter } from "../../contract/report.ts";
import { groupByTable } from "../groups.ts";
import type { Paint } from "../paint.ts";
import { type Limits, select } from "../selection.ts";
import { findingLines } from "./finding.ts";
import { headerLines } from "./header.ts";
import { nextLines } from "./next.ts";
import { summaryLines } from "./summary.ts";

export interface TextOptions {
  readonly paint: Paint;
  /** Terminal cells per line. */
  readonly width: number;
  readonly limits: Limits;
  /** What to type after a command's name to read the same source again; empty when the environment names it. */
  readonly again: string;
}

/** For people: findings by table, the worst first, then what was read, what was not, and what to do next. */
export const text: Reporter<TextOptions> = {
  name: "text",
  *render(report: Report, options: TextOptions): Iterable<string> {
    const selection = select(report.findings, options.limits);
    yield block(headerLines(report, options));
    for (const group of groupByTable(selection.shown)) {
      yield `\n${options.paint.bold(group.title)}\n`;
      for (const finding of group.findings) yield block(findingLines(finding, options));
    }
    yield `\n${block(summaryLines(report, selection, options))}`;
    const next = nextLines(report, selection, options);
    if (next.length > 0) yield `\n${block(next)}`;
  },
};

function block(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
