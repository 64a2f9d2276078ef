import type { Finding } from "../../contract/finding.ts";
import { type Fix, PHASES } from "../../contract/fix.ts";
import { worstLockText } from "../fix-course.ts";
import { objectName } from "../object-name.ts";
import { count, grouped } from "../words.ts";
import { capped, moreThanCapped } from "./capped.ts";
import { html, type Markup } from "./markup.ts";

/** Which fixes can be run together, in order, and which wait for the next run. */
export interface HtmlPlan {
  readonly fixes: readonly { readonly finding: Finding; readonly fix: Fix }[];
  readonly deferred: readonly { readonly finding: Finding; readonly because: string }[];
}

const SAFETIES: Readonly<Record<Fix["safety"], string>> = {
  safe: "to run as they are",
  review: "to read first",
  manual: "where people take part",
};

/** Every fix in a line: what it goes through, and the worst that it does to the table's users. */
export function planSection({ fixes, deferred }: HtmlPlan, shown: ReadonlySet<Finding>): Markup {
  if (fixes.length === 0)
    return html`<section id="plan" aria-labelledby="plan-title"><h2 id="plan-title">Fix plan</h2><p class="empty">No finding has generated SQL.</p></section>\n`;
  return html`<section id="plan" aria-labelledby="plan-title">
<h2 id="plan-title">Fix plan</h2>
<p>${count(fixes.length, "fix", "fixes")}: ${bySafety(fixes)}. <code>pgassay fix</code> writes them as one file for psql, with checks, timeouts and undo.</p>
${phaseTable(fixes)}
<details class="fixes"><summary>The fixes in order</summary>
<div class="scroll"><table class="plan"><thead><tr><th scope="col" class="number">#</th><th scope="col">Fix</th><th scope="col">Safety</th>${PHASES.map((phase) => html`<th scope="col" class="phase-cell">${phase}</th>`)}<th scope="col">Worst lock</th><th scope="col">Hazards</th></tr></thead><tbody>
${capped(fixes, ({ finding, fix }, n) => fixRow(finding, fix, n + 1, shown.has(finding)))}</tbody></table></div>${moreThanCapped(fixes)}
</details>
${deferred.length === 0 ? null : html`<details><summary>${count(deferred.length, "fix waits", "fixes wait")} for the next run</summary><ul>${capped(deferred, ({ finding, because }) => html`<li>${nameOf(finding, shown.has(finding))}: ${because}</li>\n`)}</ul>${moreThanCapped(deferred)}</details>`}
</section>
`;
}

function bySafety(fixes: HtmlPlan["fixes"]): string {
  const of = (safety: Fix["safety"]) => fixes.filter(({ fix }) => fix.safety === safety).length;
  const safeties = Object.keys(SAFETIES) as Fix["safety"][];
  return safeties.flatMap((safety) => (of(safety) === 0 ? [] : [`${grouped(of(safety))} ${SAFETIES[safety]}`])).join(", ");
}

/** What each phase asks of the database, over all fixes. */
function phaseTable(fixes: HtmlPlan["fixes"]): Markup {
  const steps = fixes.flatMap(({ fix }) => fix.steps);
  const rows = PHASES.flatMap((phase) => {
    const own = steps.filter((step) => step.phase === phase);
    if (own.length === 0) return [];
    const sql = own.filter((step) => step.is === "sql").length;
    const hazards = [...new Set(own.flatMap((step) => step.hazards))];
    return [
      html`<tr><th scope="row">${phase}</th><td>${MEANING[phase]}</td><td class="number">${grouped(sql)}</td><td class="number">${grouped(own.length - sql)}</td><td>${hazards.join(", ")}</td></tr>\n`,
    ];
  });
  return html`<div class="scroll"><table class="phases"><thead><tr><th scope="col">Phase</th><th scope="col">What happens</th><th scope="col" class="number">Steps</th><th scope="col" class="number">By hand</th><th scope="col">Hazards</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
}

const MEANING: Readonly<Record<(typeof PHASES)[number], string>> = {
  expand: "what is new is added beside what is there",
  backfill: "rows are filled, a page at a time",
  validate: "what is there is proven",
  switch: "readers and writers go over",
  contract: "what nobody uses is removed",
};

function fixRow(finding: Finding, fix: Fix, n: number, isShown: boolean): Markup {
  const phases = new Set(fix.steps.map((step) => step.phase));
  const hazards = [...new Set(fix.steps.flatMap((step) => step.hazards))];
  const title = isShown ? html`<a href="#${finding.fingerprint}">${fix.title}</a>` : html`${fix.title}`;
  return html`<tr><td class="number">${n}</td><th scope="row">${title}</th><td class="${fix.safety}">${fix.safety}</td>${PHASES.map((phase) => html`<td class="phase-cell">${phases.has(phase) ? html`<span class="dot" role="img" aria-label="yes"></span>` : null}</td>`)}<td>${worstLockText(fix) ?? "none"}</td><td>${hazards.join(", ")}</td></tr>\n`;
}

function nameOf(finding: Finding, isShown: boolean): Markup {
  const text = `${finding.rule} on ${objectName(finding.object)}`;
  return isShown ? html`<a href="#${finding.fingerprint}">${text}</a>` : html`${text}`;
}
