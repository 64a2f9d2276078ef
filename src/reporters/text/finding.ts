import type { Evidence, Finding } from "../../contract/finding.ts";
import type { SqlStep } from "../../contract/fix.ts";
import type { Severity } from "../../contract/rule.ts";
import type { Held } from "../../facts/change.ts";
import { plainText } from "../../model/plain-text.ts";
import type { SourceLocation } from "../../model/reference.ts";
import type { Paint } from "../paint.ts";
import { bytes, grouped } from "../words.ts";
import { nameWithin } from "./groups.ts";
import { padTo, widthOf, wrap } from "./width.ts";

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

/** The place stands at the right edge, or below where a name leaves it no room. */
function headLines(finding: Finding, paint: Paint, width: number): string[] {
  const mark = padTo(MARKS[finding.severity], HANG - INDENT);
  const within = nameWithin(finding.object);
  const name = within === "" ? finding.rule : `${finding.rule}  ${within}`;
  const where = finding.source === null ? "" : locationText(finding.source);
  const gap = width - HANG - widthOf(name) - widthOf(where);
  const beside = where !== "" && gap >= 2;
  const head = [
    " ".repeat(INDENT),
    paintSeverity(paint, finding.severity, mark),
    paint.bold(finding.rule),
    within === "" ? "" : `  ${within}`,
    beside ? " ".repeat(gap) + paint.dim(where) : "",
  ].join("");
  return where === "" || beside ? [head] : [head, " ".repeat(HANG) + paint.dim(where)];
}

function evidenceText({ label, value, unit, from, window }: Evidence): string {
  const since = window?.since == null ? "" : `, since ${window.since.slice(0, 10)}`;
  return plainText(`${label}: ${amount(value, unit)} (${from.replace(/^pg_catalog\./, "")}${since})`);
}

function amount(value: Evidence["value"], unit: Evidence["unit"]): string {
  if (typeof value !== "number") return value === null ? "unknown" : String(value);
  if (unit === "bytes") return bytes(value);
  if (unit === "percent") return `${grouped(value)} %`;
  return unit === undefined ? grouped(value) : `${grouped(value)} ${unit}`;
}

/** What the plan does, through which phases, and the worst that it does to the table's users. */
function fixLines(fix: NonNullable<Finding["fix"]>, room: number, paint: Paint): string[] {
  const phases = [...new Set(fix.steps.map((step) => step.phase))].join(" → ");
  const steps = fix.steps.filter((step): step is SqlStep => step.is === "sql");
  const held = steps.flatMap((step) => step.locks.filter((lock) => lock.mode === fix.worstLock).map((lock) => lock.held));
  const lock = fix.worstLock === null ? "" : ` · ${fix.worstLock}, ${longest(held)}`;
  const course = `${fix.safety} · ${phases}${lock}`;
  return [
    ...hanging(plainText(`fix: ${fix.title}`), room, "     ").map((line) => paint.green(line)),
    ...wrap(course, room - 5).map((line) => `     ${paint.dim(line)}`),
  ];
}

const HELD: readonly Held[] = ["instant", "scan", "build", "rewrite"];

function longest(held: readonly Held[]): Held {
  return HELD.findLast((item) => held.includes(item)) ?? "instant";
}

function hanging(text: string, width: number, indent: string): string[] {
  return wrap(text, width - indent.length).map((line, n) => (n === 0 ? line : indent + line));
}
