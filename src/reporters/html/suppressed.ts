import type { Finding } from "../../contract/finding.ts";
import { objectName } from "../object-name.ts";
import { count } from "../words.ts";
import { capped, moreThanCapped } from "./capped.ts";
import { html, type Markup } from "./markup.ts";

/** What somebody accepted: it gates nothing, and is still there. */
export function suppressedSection(findings: readonly Finding[]): Markup {
  if (findings.length === 0) return html``;
  return html`<section id="suppressed" aria-labelledby="suppressed-title">
<h2 id="suppressed-title">Suppressed</h2>
<details><summary>${count(findings.length, "finding")} accepted by configuration, comment or baseline</summary>
<div class="scroll"><table><thead><tr><th scope="col">Rule</th><th scope="col">Object</th><th scope="col">By</th><th scope="col">Reason</th></tr></thead><tbody>
${capped(findings, ({ rule, object, suppressed }) => html`<tr><td>${rule}</td><th scope="row"><code>${objectName(object)}</code></th><td>${suppressed?.by ?? null}</td><td>${suppressed?.reason ?? null}</td></tr>\n`)}</tbody></table></div>${moreThanCapped(findings)}
</details>
</section>
`;
}
