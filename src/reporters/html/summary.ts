import type { Finding } from "../../contract/finding.ts";
import type { Report } from "../../contract/report.ts";
import { SEVERITIES, type Severity } from "../../contract/rule.ts";
import { compareText } from "../../model/reference.ts";
import { countFixable } from "../fixable.ts";
import { groupByTable } from "../groups.ts";
import { countSeverities } from "../selection.ts";
import { count, grouped } from "../words.ts";
import { bar } from "./bar.ts";
import { html, type Markup } from "./markup.ts";

const MOST_ROWS = 10;
const PLURALS: Readonly<Record<Severity, string>> = { error: "errors", warning: "warnings", info: "infos" };

export function summarySection(report: Report): Markup {
  const { findings } = report;
  const counts = countSeverities(findings);
  const fixable = countFixable(report).count;
  return html`<section id="summary" aria-labelledby="summary-title">
<h2 id="summary-title">${findings.length === 0 ? "No findings" : count(findings.length, "finding")}</h2>
<ul class="tiles">
${SEVERITIES.map((severity) => tile(counts[severity], counts[severity] === 1 ? severity : PLURALS[severity], severity))}
${tile(fixable, "with generated SQL", "fixable")}
</ul>
${proportions(counts)}
<div class="columns">
${tally("By category", findings, ({ category }) => category)}
${tally("By rule", findings, ({ rule }) => rule)}
${worstTables(findings)}
</div>
</section>
`;
}

function tile(n: number, label: string, kind: string): Markup {
  return html`<li class="tile ${kind}"><strong>${grouped(n)}</strong> <span>${label}</span></li>\n`;
}

/** The severities as one bar: decoration, since the numbers stand above it. */
function proportions(counts: Readonly<Record<Severity, number>>): Markup {
  const total = counts.error + counts.warning + counts.info;
  if (total === 0) return html``;
  let x = 0;
  const parts = SEVERITIES.map((severity) => {
    const width = (counts[severity] / total) * 1_000;
    const part = html`<rect class="${severity}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="8"/>`;
    x += width;
    return part;
  });
  return html`<svg class="proportions" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>\n`;
}

function tally(title: string, findings: readonly Finding[], of: (finding: Finding) => string): Markup {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(of(finding), (counts.get(of(finding)) ?? 0) + 1);
  return ranking(
    title,
    [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])),
  );
}

function worstTables(findings: readonly Finding[]): Markup {
  const groups = groupByTable(findings).map(({ title, findings: { length } }): [string, number] => [title, length]);
  return ranking(
    "By table",
    groups.sort((a, b) => b[1] - a[1]),
  );
}

function ranking(title: string, rows: readonly (readonly [string, number])[]): Markup {
  if (rows.length === 0) return html``;
  const most = Math.max(...rows.slice(0, MOST_ROWS).map(([, n]) => n));
  const rest = rows.slice(MOST_ROWS).reduce((sum, [, n]) => sum + n, 0);
  return html`<table class="ranking"><caption>${title}</caption><tbody>
${rows.slice(0, MOST_ROWS).map(([name, n]) => html`<tr><th scope="row">${name}</th><td class="number">${grouped(n)}</td><td class="chart">${bar(n / most)}</td></tr>\n`)}
${rest === 0 ? null : html`<tr class="rest"><th scope="row">${count(rows.length - MOST_ROWS, "other")}</th><td class="number">${grouped(rest)}</td><td></td></tr>\n`}</tbody></table>
`;
}
