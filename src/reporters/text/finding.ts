import type { Finding } from "../../contract/finding.ts";
import type { Severity } from "../../contract/rule.ts";
import { plainText } from "../../model/plain-text.ts";
import type { SourceLocation } from "../../model/reference.ts";
import { evidenceText } from "../evidence.ts";
import { fixCourse } from "../fix-course.ts";
import { nameWithin } from "../groups.ts";
import type { Paint } from "../paint.ts";
import { hanging, padTo, widthOf, wrap } from "./width.ts";

const MAX_EVIDENCE = 3;
const MARKS: Readonly<Record<Severity, string>> = { error: "✖ error", warning: "▲ warning", info: "● info" };
const INDENT = 2;
/** Mark, then the text under it: `  ▲ warning  `. */
const HANG = INDENT + "▲ warning".length + 2;

interface Style {
  readonly paint: Paint;
  readonly width: number;
}

export function findingLines(finding: Finding, { paint, width }: Style): string[] {
  const hang = " ".repeat(HANG);
  const room = Math.max(20, width - HANG);
  const evidence = finding.evidence.slice(0, MAX_EVIDENCE).flatMap((item) => hanging(evidenceText(item), room, ""));
  return [
    ...headLines(finding, paint, width),
    ...wrap(plainText(finding.message), room).map((line) => hang + line),
    ...evidence.map((line) => hang + paint.dim(line)),
    ...(finding.fix === null ? [] : fixLines(finding.fix, room, paint).map((line) => hang + line)),
  ];
}

export function paintSeverity(paint: Paint, severity: Severity, text: string): string {
  return severity === "error" ? paint.red(text) : severity === "warning" ? paint.yellow(text) : paint.blue(text);
}

export function locationText(at: SourceLocation): string {
  return plainText(`${at.file}:${at.line}`);
}

/** The name stands beside the rule and the place at the right edge; what has no room there is below. */
function headLines(finding: Finding, paint: Paint, width: number): string[] {
  const mark = padTo(MARKS[finding.severity], HANG - INDENT);
  const within = nameWithin(finding.object);
  const where = finding.source === null ? "" : locationText(finding.source);
  const name = within === "" ? "" : `  ${within}`;
  const fits = HANG + widthOf(finding.rule) + widthOf(name) <= width;
  const start = [" ".repeat(INDENT), paintSeverity(paint, finding.severity, mark), paint.bold(finding.rule), fits ? name : ""].join("");
  const hang = " ".repeat(HANG);
  const last = fits ? finding.rule + name : within;
  const lines = fits ? [start] : [start, hang + within];
  if (where === "") return lines;
  const gap = width - HANG - widthOf(last) - widthOf(where);
  if (gap < 2) return [...lines, hang + paint.dim(where)];
  return [...lines.slice(0, -1), `${lines.at(-1)}${" ".repeat(gap)}${paint.dim(where)}`];
}

/** What the plan does, through which phases, and the worst that it does to the table's users. */
function fixLines(fix: NonNullable<Finding["fix"]>, room: number, paint: Paint): string[] {
  return [
    ...hanging(plainText(`fix: ${fix.title}`), room, "     ").map((line) => paint.green(line)),
    ...wrap(fixCourse(fix), room - 5).map((line) => `     ${paint.dim(line)}`),
  ];
}
