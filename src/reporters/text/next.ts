import type { Report } from "../../contract/report.ts";
import { countFixable } from "../fixable.ts";
import type { Selection } from "../selection.ts";
import { leastText, MOST_WRITTEN } from "./fixable.ts";
import type { TextOptions } from "./text.ts";
import { padTo, widthOf } from "./width.ts";

/** The commands that come next, most useful first. */
export function nextLines(report: Report, selection: Selection, { paint, again, width }: TextOptions): string[] {
  const commands = nextCommands(report, selection, again === "" ? "" : ` ${again}`);
  if (commands.length === 0) return [];
  const column = Math.max(...commands.map(({ type }) => widthOf(type))) + 2;
  return [
    paint.bold("Next"),
    ...commands.map(({ type, to }) => (column + 2 + widthOf(to) > width ? `  ${type}` : `  ${padTo(type, column)}${paint.dim(to)}`)),
  ];
}

function nextCommands(report: Report, selection: Selection, source: string): { type: string; to: string }[] {
  const { findings } = report;
  const fixable = countFixable(report, MOST_WRITTEN);
  const worst = findings[0];
  return [
    ...(fixable.count === 0
      ? []
      : [
          {
            type: `pgassay fix${source} -o fixes.sql`,
            to: `SQL that repairs ${leastText(fixable)} ${fixable.count === 1 ? "finding" : "findings"}`,
          },
        ]),
    ...(worst === undefined ? [] : [{ type: `pgassay explain ${worst.rule}`, to: "why, and what the fix does" }]),
    ...(selection.overLimit.size === 0 ? [] : [{ type: `pgassay audit${source} --max-findings 0`, to: "every finding" }]),
    ...(report.gaps.every(({ what }) => what === "rows")
      ? []
      : [{ type: `pgassay audit${source} --strict`, to: "fail while a gap is left" }]),
  ];
}
