import type { Evidence, Finding } from "../../contract/finding.ts";
import { amountText, originText } from "../evidence.ts";
import { nameWithin } from "../groups.ts";
import { objectName } from "../object-name.ts";
import { placeText } from "../places.ts";
import { fixDetails, fixLine } from "./fix.ts";
import { html, type Markup } from "./markup.ts";

/** `withSteps`: the fix is spelled out. */
export function findingArticle(finding: Finding, withSteps: boolean): Markup {
  const { fingerprint, rule, category, severity, confidence, object, source, message, related, fix, baselineState } = finding;
  const within = nameWithin(object);
  return html`<article class="finding ${severity}" id="${fingerprint}" data-severity="${severity}" data-category="${category}" data-rule="${rule}" tabindex="-1" aria-labelledby="h${fingerprint}">
<div class="head"><h4 id="h${fingerprint}"><span class="severity">${severity}</span> <a class="rule" href="#rule-${rule}">${rule}</a>${within === "" ? null : html` <code>${within}</code>`}${baselineState === "new" ? html` <span class="new">new</span>` : null}</h4>
<p class="place">${source === null ? null : html`<span>${placeText(source)}</span> `}<span title="certain: from structure; likely: from statistics; heuristic: from names">${confidence}</span> <a class="permalink" href="#${fingerprint}" aria-label="Link to this finding">#</a></p></div>
<p class="message">${message}</p>
${finding.evidence.length === 0 ? null : html`<dl class="evidence">${finding.evidence.map(evidenceItem)}</dl>\n`}${
  related.length === 0
    ? null
    : html`<p class="related">See also ${related.map((one, n) => html`${n === 0 ? null : ", "}<code>${objectName(one)}</code>`)}</p>\n`
}${fix === null ? null : withSteps ? fixDetails(fix) : fixLine(fix)}</article>
`;
}

function evidenceItem(evidence: Evidence): Markup {
  return html`<div><dt>${evidence.label}</dt><dd>${amountText(evidence)} <small>${originText(evidence)}</small></dd></div>`;
}
