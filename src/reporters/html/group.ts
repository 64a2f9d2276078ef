import type { Finding } from "../../contract/finding.ts";
import type { Group } from "../groups.ts";
import { count } from "../words.ts";
import { findingArticle } from "./finding.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import type { Neighbourhood } from "./neighbourhood.ts";
import { picture } from "./picture.ts";

/** More pictures than these are not looked at, and make a file that opens slowly. */
const MOST_PICTURES = 500;
/** A report of few tables shows its pictures; of many, who wants one opens it. */
const MOST_OPEN = 30;

export function groupSection(group: Group, n: number, groups: number, neighbourhood: Neighbourhood, spelled: ReadonlySet<Finding>): Markup {
  const drawing = n < MOST_PICTURES ? picture(group, neighbourhood) : null;
  const open = groups <= MOST_OPEN ? html` open` : NOTHING;
  return html`<section class="group" id="t${n}" aria-labelledby="t${n}-title">
<h3 id="t${n}-title"><code>${group.title}</code> <span class="count">${count(group.findings.length, "finding")}</span></h3>
${drawing === null ? null : html`<details class="picture"${open}><summary>${drawing.caption}</summary><div class="scroll">${drawing.svg}</div></details>\n`}
${group.findings.map((finding) => findingArticle(finding, spelled.has(finding)))}</section>
`;
}
