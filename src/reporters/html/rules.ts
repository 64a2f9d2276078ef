import type { Report, RuleRun } from "../../contract/report.ts";
import { count } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** Why each rule that found something is there, and what to do about it. */
export function rulesSection({ rules }: Report): Markup {
  const loud = rules.filter(({ findings }) => findings > 0);
  if (loud.length === 0)
    return html`<section id="rules" aria-labelledby="rules-title"><h2 id="rules-title">Rules</h2><p class="empty">No rule found anything.</p></section>\n`;
  return html`<section id="rules" aria-labelledby="rules-title">
<h2 id="rules-title">Rules</h2>
${loud.map(ruleEntry)}</section>
`;
}

function ruleEntry({ rule, findings }: RuleRun): Markup {
  const { id, docs } = rule;
  return html`<article class="rule-entry" id="rule-${id}" tabindex="-1" aria-labelledby="rule-${id}-title">
<h3 id="rule-${id}-title"><code>${id}</code> <span class="count">${count(findings, "finding")}</span> <button type="button" class="only" data-only="${id}" hidden>Show them</button></h3>
<p>${withCode(docs.summary)}</p>
<dl><dt>Why</dt><dd>${withCode(docs.why)}</dd><dt>What to do</dt><dd>${withCode(docs.remedy)}</dd><dt>Ignore it when</dt><dd>${withCode(docs.ignoreWhen)}</dd>${docs.links.length === 0 ? null : html`<dt>More</dt><dd>${docs.links.map(link)}</dd>`}</dl>
</article>
`;
}

/** A rule of a third party could link anywhere; a browser only goes to the web. */
function link(url: string): Markup {
  return /^https?:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer noopener">${url}</a> ` : html`${url} `;
}

/** The documentation of rules is Markdown of which only the backticks are used. */
function withCode(text: string): Markup {
  return html`${text.split("`").map((part, n) => (n % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}
