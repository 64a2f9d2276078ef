import type { ManualStep } from "../../contract/fix.ts";
import type { Server } from "../../model/snapshot.ts";
import type { Plan } from "../plan.ts";
import { comment, commentLines, echo } from "./comment.ts";
import { versionGuard } from "./guard.ts";
import { type Portion, partsOf } from "./parts.ts";
import { stepText } from "./step.ts";
import { fixTitle, header, LINE, leftOver } from "./titles.ts";

/** What the header says of where the plan comes from. */
export interface PlanOrigin {
  readonly tool: { readonly version: string };
  readonly takenAt: string;
  readonly source: { readonly name: string };
  readonly server: Server;
}

/**
 * A plan as a file for psql. Steps that wait for people cut it into parts: a run does the first part, and a later
 * part instead when it is named with `-v part_N=done`.
 */
export function* emitSql(plan: Plan, origin: PlanOrigin): Iterable<string> {
  const parts = partsOf(plan.fixes);
  yield header(plan, origin, parts.length);
  if (plan.fixes.length > 0) {
    yield "\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\n";
    yield versionGuard(origin.server.version);
    for (const [n, portions] of parts.entries()) {
      yield opening(n + 1, parts.length);
      for (const portion of portions) yield portionText(portion, plan.fixes.length);
      yield closing(n + 1, parts.length);
    }
    yield "\nRESET statement_timeout;\nRESET lock_timeout;\n";
  }
  yield leftOver(plan);
}

function portionText({ planned, number, gate, steps, after }: Portion, fixes: number): string {
  const { rule } = planned.finding;
  const { length } = planned.fix.steps;
  return [
    fixTitle(planned, number, fixes),
    ...gate.map((step) => manualText("DEPLOY GATE", step)),
    ...steps.map(({ step, number: n }) =>
      ["\n", echo(`fix ${number} of ${fixes}, step ${n} of ${length}: ${rule}`), stepText(step, `Step ${n} of ${length}`)].join(""),
    ),
    ...after.map((step) => manualText("AFTERWARDS", step)),
  ].join("");
}

function manualText(title: string, step: ManualStep): string {
  const hazards = step.hazards.length === 0 ? "" : comment(`hazards: ${step.hazards.join(", ")}`, "  ");
  return `\n${comment(`${title}, ${step.phase}: ${step.why}`)}${commentLines(step.instruction, "  ")}${hazards}`;
}

function opening(part: number, parts: number): string {
  if (parts === 1) return "";
  const title = `\n${comment(LINE)}${comment(`Part ${part} of ${parts}`)}`;
  if (part > 1) return `${title}\\if :{?part_${part}}\n`;
  const later = Array.from({ length: parts - 1 }, (_, n) => n + 2);
  const skipped = echo("part 1 is left out: a later part is named");
  return `${title}${later.map((n, i) => `${i === 0 ? "\\if" : "\\elif"} :{?part_${n}}\n${skipped}`).join("")}\\else\n`;
}

function closing(part: number, parts: number): string {
  if (parts === 1) return "";
  if (part === 1) return "\n\\endif\n";
  return `\n\\else\n${echo(`part ${part} is left out: it waits for its deploy gates, then -v part_${part}=done`)}\\endif\n`;
}
