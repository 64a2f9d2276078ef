import { createHash } from "node:crypto";
import type { Report, Reporter } from "../../contract/report.ts";
import { groupByTable } from "../groups.ts";
import { type Limits, type Selection, select } from "../selection.ts";
import { coverageSection } from "./coverage.ts";
import { filterForm } from "./filters.ts";
import { groupSection } from "./group.ts";
import { headerMarkup } from "./header.ts";
import { html, type Markup } from "./markup.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { type HtmlPlan, planSection } from "./plan.ts";
import { rulesSection } from "./rules.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";
import { summarySection } from "./summary.ts";
import { suppressedSection } from "./suppressed.ts";
import { workloadSection } from "./workload.ts";

export type { HtmlPlan };

export interface HtmlOptions {
  readonly limits: Limits;
  /** Which fixes can be run together, and which wait. */
  readonly plan: HtmlPlan;
}

/** Fixes that are spelled out step by step, the worst findings' first: they are most of the file. */
const MOST_FIXES = 1_000;

/** One file that needs nothing else: no network, no server, and no script to be read. */
export const htmlReport: Reporter<HtmlOptions> = {
  name: "html",
  *render(report: Report, { limits, plan }: HtmlOptions): Iterable<string> {
    const selection = select(report.findings, limits);
    yield documentHead(report);
    yield headerMarkup(report).markup;
    yield '<main id="main">\n';
    yield summarySection(report).markup;
    yield* findings(report, selection);
    yield planSection(plan, new Set(selection.shown)).markup;
    yield workloadSection(report.workload).markup;
    yield rulesSection(report).markup;
    yield suppressedSection(report.suppressed).markup;
    yield coverageSection(report).markup;
    yield `</main>\n<script>${SCRIPT}</script>\n</body>\n</html>\n`;
  },
};

/** Nothing is loaded from anywhere, and nothing runs or is painted but these two texts. */
function documentHead({ source }: Report): string {
  const policy = `default-src 'none'; style-src ${hashSource(STYLE)}; script-src ${hashSource(SCRIPT)}; base-uri 'none'; form-action 'none'`;
  const title = html`<title>pgassay: ${source.name}</title>`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${title.markup}
<style>${STYLE}</style>
</head>
<body>
`;
}

function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function* findings(report: Report, selection: Selection): Iterable<string> {
  const groups = groupByTable(selection.shown);
  const neighbourhood = new Neighbourhood(report.tables);
  yield html`<section id="findings" aria-labelledby="findings-title">\n<h2 id="findings-title">Findings</h2>\n`.markup;
  yield filterForm(selection.shown, groups).markup;
  const spelled = new Set(selection.shown.filter(({ fix }) => fix !== null).slice(0, MOST_FIXES));
  for (const [n, group] of groups.entries()) yield groupSection(group, n, groups.length, neighbourhood, spelled).markup;
  yield leftOut(report, selection).markup;
  yield "</section>\n";
}

function leftOut({ findings }: Report, { shown }: Selection): Markup {
  const hidden = findings.length - shown.length;
  if (findings.length === 0) return html`<p class="empty">No findings.</p>\n`;
  return hidden === 0 ? html`` : html`<p class="note">${hidden} more findings are not in this file; the JSON report has all of them.</p>\n`;
}
