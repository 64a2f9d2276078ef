import type { Report, RuleRun } from "../../contract/report.ts";
import { SEVERITIES } from "../../contract/rule.ts";
import { plainPath, plainText } from "../../model/plain-text.ts";
import { compareText } from "../../model/reference.ts";
import type { Gap } from "../../model/snapshot.ts";
import { countFixable } from "../fixable.ts";
import type { Paint } from "../paint.ts";
import { countSeverities, type Selection } from "../selection.ts";
import { skippedByReason } from "../skipped.ts";
import { count, grouped } from "../words.ts";
import { locationText, paintSeverity } from "./finding.ts";
import { leastText, MOST_WRITTEN } from "./fixable.ts";
import type { TextOptions } from "./text.ts";
import { hanging, padTo } from "./width.ts";
import { workloadTexts } from "./workload.ts";

const MAX_LISTED = 5;
const LABEL = 12;

/** What was found, what was read, and everything that was not. */
export function summaryLines(report: Report, selection: Selection, { paint, width }: TextOptions): string[] {
  const row = (label: string, texts: readonly string[]) => labelled(label, texts, width, paint);
  return [
    verdict(report, paint),
    ...byRule(report, paint),
    "",
    ...row("fixes", fixTexts(report)),
    ...row("read", [readText(report)]),
    ...row("workload", workloadTexts(report.workload)),
    ...row("rules", [rulesText(report.rules)]),
    ...row("", skippedTexts(report.rules)),
    ...row(
      "crashed",
      report.rules.filter(({ status }) => status === "crashed").map(({ rule, reason }) => `${rule.id} ${reason}`),
    ),
    ...row("not read", gapTexts(report.gaps.filter(({ what }) => what !== "rows"))),
    ...row("not loaded", rowTexts(report.gaps)),
    ...row("left out", excludedTexts(report.excluded)),
    ...row("not shown", hiddenTexts(selection)),
    ...row("accepted", acceptedTexts(report)),
  ];
}

function verdict(report: Report, paint: Paint): string {
  const total = report.findings.length;
  if (total === 0) return paint.green(paint.bold("No findings."));
  const counts = countSeverities(report.findings);
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
    paintSeverity(paint, severity, count(counts[severity], severity)),
  );
  return `${paint.bold(count(total, "finding"))}: ${parts.join(", ")}.`;
}

function byRule(report: Report, paint: Paint): string[] {
  const counts = new Map<string, number>();
  for (const { rule } of report.findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const rows = [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  return rows.map(([rule, n]) => `${grouped(n).padStart(7)}  ${paint.dim(rule)}`);
}

function fixTexts(report: Report): string[] {
  const fixable = countFixable(report, MOST_WRITTEN);
  if (fixable.count === 0) return [];
  if (report.findings.length === 1) return ["generated SQL for it"];
  return [`generated SQL for ${fixable.count === report.findings.length ? "all" : leastText(fixable)} of them`];
}

/** Findings that suppressions and the baseline accept, by what accepts them. */
function acceptedTexts({ suppressed }: Report): string[] {
  const counts = new Map<string, number>();
  for (const finding of suppressed) {
    const by = finding.suppressed?.by ?? "";
    counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  const parts = [...counts].sort((a, b) => compareText(a[0], b[0])).map(([by, n]) => `${grouped(n)} by ${BY[by] ?? by}`);
  return parts.length === 0 ? [] : [`${count(suppressed.length, "finding")}: ${parts.join(", ")}`];
}

const BY: Readonly<Record<string, string>> = { baseline: "the baseline", comment: "comments", config: "the configuration" };

function readText({ counted, source }: Report): string {
  const { schemas, tables, columns, indexes } = counted;
  const objects = `${count(tables, "table")}, ${count(columns, "column")}, ${count(indexes, "index", "indexes")} in ${count(schemas, "schema")}`;
  return source.statements === null ? objects : `${objects}, from ${count(source.statements, "statement")}`;
}

function rulesText(runs: readonly RuleRun[]): string {
  const of = (status: RuleRun["status"]) => runs.filter((run) => run.status === status).length;
  const parts = (["ran", "skipped", "off", "crashed"] as const).filter((status) => status === "ran" || of(status) > 0);
  return parts.map((status) => `${of(status)} ${status}`).join(", ");
}

function skippedTexts(runs: readonly RuleRun[]): string[] {
  return skippedByReason(runs).map(({ reason, ids }) => `skipped: ${named(ids)}: ${reason}`);
}

/** A source without a workload or statistics skips many rules for one reason; doctor names them all. */
function named(ids: readonly string[]): string {
  return ids.length <= MAX_LISTED ? ids.join(", ") : `${ids.slice(0, 2).join(", ")} and ${ids.length - 2} more`;
}

function gapTexts(gaps: readonly Gap[]): string[] {
  const first = gaps.slice(0, MAX_LISTED).map((gap) => {
    const where = gap.at === null ? "" : `${locationText(gap.at)} `;
    const affects = gap.affects.length === 0 ? "" : ` (and with it ${gap.affects.slice(0, MAX_LISTED).join(", ")})`;
    return `${where}${gap.subject}: ${gap.reason}${affects}`;
  });
  return gaps.length === 0 ? [] : [kindsOf(gaps), ...first, ...more(gaps.length)];
}

function rowTexts(gaps: readonly Gap[]): string[] {
  return gaps.filter(({ what }) => what === "rows").map(({ subject, reason }) => `rows (${subject}): ${reason}`);
}

const GAP_PLURALS: Readonly<Record<Exclude<Gap["what"], "rows">, string>> = {
  statement: "statements",
  object: "objects",
  statistics: "statistics",
  file: "files",
  extension: "extensions",
};

function kindsOf(gaps: readonly Gap[]): string {
  const kinds = Object.keys(GAP_PLURALS) as (keyof typeof GAP_PLURALS)[];
  const counts = kinds.map((what) => ({ what, n: gaps.filter((gap) => gap.what === what).length }));
  return counts.flatMap(({ what, n }) => (n === 0 ? [] : [count(n, what, GAP_PLURALS[what])])).join(", ");
}

function excludedTexts(excluded: Report["excluded"]): string[] {
  const first = excluded.slice(0, MAX_LISTED).map(({ path, by }) => `${plainPath(path)} (${by})`);
  return excluded.length === 0 ? [] : [count(excluded.length, "table"), ...first, ...more(excluded.length)];
}

function more(total: number): string[] {
  return total > MAX_LISTED ? [`and ${grouped(total - MAX_LISTED)} more; --format json lists all of them`] : [];
}

function hiddenTexts({ belowSeverity, overLimit }: Selection): string[] {
  const over = [...overLimit].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  const total = over.reduce((sum, [, n]) => sum + n, 0);
  return [
    ...(total === 0 ? [] : [`${count(total, "finding")}: ${over.map(([rule, n]) => `${rule} ${grouped(n)}`).join(", ")}`]),
    ...(belowSeverity === 0 ? [] : [`${count(belowSeverity, "finding")} below --min-severity`]),
  ];
}

function labelled(label: string, texts: readonly string[], width: number, paint: Paint): string[] {
  const room = Math.max(20, width - LABEL);
  const lines = texts.flatMap((text) => hanging(plainText(text), room));
  return lines.map((line, n) => paint.dim(padTo(n === 0 ? label : "", LABEL)) + line);
}
