import type { Fix, FixStep, SqlStep, StepLock } from "../../contract/fix.ts";
import { blocksReads, blocksWrites } from "../../facts/lock.ts";
import { plainLines } from "../../model/plain-text.ts";
import { fixCourse } from "../fix-course.ts";
import { objectName } from "../object-name.ts";
import { html, type Markup, multiline } from "./markup.ts";

/** What the fix is, where its steps would be too many. */
export function fixLine(fix: Fix): Markup {
  return html`<p class="fix"><span class="title">Fix: ${fix.title}</span> <span class="course">${fixCourse(fix)}; <code>pgassay fix</code> has its SQL</span></p>\n`;
}

/** What the fix is, folded; its steps in order when it is opened. */
export function fixDetails(fix: Fix): Markup {
  return html`<details class="fix ${fix.safety}"><summary><span class="title">Fix: ${fix.title}</span> <span class="course">${fixCourse(fix)}</span></summary>
<ol>${fix.steps.map(stepItem)}</ol>
</details>
`;
}

function stepItem(step: FixStep): Markup {
  const hazards = step.hazards.length === 0 ? null : html`<p class="hazards">Hazards: ${step.hazards.join(", ")}</p>`;
  const title = html`<p><span class="phase">${step.phase}</span> ${step.why}</p>`;
  if (step.is === "manual") return html`<li>${title}<p class="manual">By hand: ${multiline(step.instruction)}</p>${hazards}</li>\n`;
  return html`<li>${title}<p class="locks">${lockText(step)}</p>${hazards}${
    step.requires === undefined ? null : html`<p class="check">Checked first; not run where ${step.requires.because}</p>`
  }${sqlBlock(step.statements)}${undo(step)}</li>\n`;
}

function lockText({ locks, transaction }: SqlStep): Markup {
  const alone = transaction === "forbidden" ? " Outside of a transaction." : "";
  if (locks.length === 0) return html`No lock on a table.${alone}`;
  return html`${locks.map((lock, n) => html`${n === 0 ? null : "; "}<strong>${lock.mode}</strong> on <code>${objectName(lock.on)}</code>, ${lock.held}${waits(lock)}`)}.${alone}`;
}

/** Who waits while the lock is held. */
function waits({ mode }: StepLock): string {
  if (blocksReads(mode)) return ": readers and writers wait";
  return blocksWrites(mode) ? ": writers wait" : "";
}

function undo({ undo: statements }: SqlStep): Markup {
  if (statements === null) return html`<p class="undo">It cannot be undone.</p>`;
  if (statements.length === 0) return html``;
  return html`<details class="undo"><summary>Undo</summary>${sqlBlock(statements)}</details>`;
}

/** SQL to copy. Where a name has characters that cannot be seen, the text would not be the name: it says so. */
function sqlBlock(statements: readonly string[]): Markup {
  const sql = statements.map((statement) => `${statement};`).join("\n");
  const note =
    plainLines(sql) === sql
      ? null
      : html`<p class="note">A name here has characters that are shown as \\u{…}: take this SQL from <code>pgassay fix</code>.</p>`;
  return html`<div class="sql"><pre tabindex="0"><code>${multiline(sql)}</code></pre></div>${note}`;
}
