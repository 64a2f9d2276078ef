import type { Finding } from "../../contract/finding.ts";
import { SEVERITIES } from "../../contract/rule.ts";
import { compareText } from "../../model/reference.ts";
import type { Group } from "../groups.ts";
import { countSeverities } from "../selection.ts";
import { grouped } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** Shown by the script: without one there is nothing that it could do. */
export function filterForm(findings: readonly Finding[], groups: readonly Group[]): Markup {
  if (findings.length === 0) return html``;
  const counts = countSeverities(findings);
  const distinct = (of: (finding: Finding) => string) => [...new Set(findings.map(of))].sort(compareText);
  const tables = groups.map(({ title }, n) => [`t${n}`, title] as const).sort((a, b) => compareText(a[1], b[1]));
  const same = (values: readonly string[]) => values.map((value) => [value, value] as const);
  return html`<form id="filters" role="search" aria-label="Filter the findings" hidden>
<label class="search"><span>Search</span> <input type="search" name="text" autocomplete="off" spellcheck="false" placeholder="name, message or SQL"></label>
<fieldset><legend>Severity</legend>${SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) =>
      html`<label class="chip ${severity}"><input type="checkbox" name="severity" value="${severity}" checked> ${severity} <span class="number">${grouped(counts[severity])}</span></label>`,
  )}</fieldset>
${choice("category", "Category", same(distinct(({ category }) => category)))}
${choice("rule", "Rule", same(distinct(({ rule }) => rule)))}
${choice("table", "Table", tables)}
<div class="outcome"><p role="status" aria-live="polite"></p> <button type="reset">Clear filters</button></div>
</form>
`;
}

function choice(name: string, label: string, values: readonly (readonly [string, string])[]): Markup {
  return html`<label><span>${label}</span> <select name="${name}"><option value="">all</option>${values.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></label>`;
}
