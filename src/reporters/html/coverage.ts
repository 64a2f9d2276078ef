import type { Report } from "../../contract/report.ts";
import { plainPath } from "../../model/plain-text.ts";
import { placeText } from "../places.ts";
import { skippedByReason } from "../skipped.ts";
import { count } from "../words.ts";
import { capped, moreThanCapped } from "./capped.ts";
import { html, type Markup } from "./markup.ts";

/** What was read, and everything that was not: without it "no findings" would say nothing. */
export function coverageSection(report: Report): Markup {
  const { counted, rules, gaps, excluded, source, catalogHash } = report;
  const { tables, columns, indexes, schemas } = counted;
  const of = (status: string) => rules.filter((run) => run.status === status);
  const [ran, off, crashed] = [of("ran"), of("off"), of("crashed")];
  return html`<section id="coverage" aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage</h2>
<dl class="facts">
<dt>Read</dt><dd>${count(tables, "table")}, ${count(columns, "column")}, ${count(indexes, "index", "indexes")} in ${count(schemas, "schema")}${source.statements === null ? null : `, from ${count(source.statements, "statement")}`}</dd>
<dt>Rules</dt><dd>${count(ran.length, "rule")} ran${off.length === 0 ? null : `, ${off.length} off`}</dd>
${crashed.map(({ rule, reason }) => html`<dt>Crashed</dt><dd><code>${rule.id}</code> ${reason}</dd>\n`)}${skippedByReason(rules).map(({ ids, reason }) => html`<dt>Skipped</dt><dd>${ids.map((id, n) => html`${n === 0 ? null : ", "}<code>${id}</code>`)}: ${reason}</dd>\n`)}<dt>Catalog</dt><dd><code>${catalogHash}</code></dd>
</dl>
${list(
  "not read",
  gaps.filter(({ what }) => what !== "rows"),
  ({ at, subject, reason, affects }) =>
    html`${at === null ? null : html`<code>${placeText(at)}</code> `}${subject}: ${reason}${affects.length === 0 ? null : ` (and with it ${affects.join(", ")})`}`,
)}${list(
  "not loaded",
  gaps.filter(({ what }) => what === "rows"),
  ({ subject, reason }) => html`${subject}: ${reason}`,
)}${list("left out by name", excluded, ({ path, by }) => html`<code>${plainPath(path)}</code> (${by})`)}</section>
`;
}

function list<T>(what: string, items: readonly T[], of: (item: T) => Markup): Markup {
  if (items.length === 0) return html``;
  return html`<details><summary>${items.length} ${what}</summary><ul>${capped(items, (item) => html`<li>${of(item)}</li>\n`)}</ul>${moreThanCapped(items)}</details>\n`;
}
