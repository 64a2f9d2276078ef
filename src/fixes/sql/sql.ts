import type { Server } from "../../model/snapshot.ts";
import { rulesOf } from "../describe.ts";
import type { Plan } from "../planned.ts";
import { comment, echo } from "./comment.ts";
import { versionGuard } from "./guard.ts";
import { stepText } from "./step.ts";
import { gateText, header, LINE, leftOver, listOfFixes } from "./titles.ts";

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
  const { stages } = plan;
  const steps = stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  yield header(plan, origin);
  yield listOfFixes(plan);
  if (plan.fixes.length > 0) {
    yield "\n\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\n";
    yield versionGuard(origin.server.version);
    for (const stage of stages) {
      yield opening(stage.number, stages.length);
      for (const gate of stage.gates) yield gateText("DEPLOY GATE", gate);
      for (const planned of stage.steps) {
        yield `\n${echo(`step ${planned.number} of ${steps}: ${rulesOf(planned).join(", ")}`)}`;
        yield stepText(planned, steps);
      }
      for (const gate of stage.afterwards) yield gateText("AFTERWARDS", gate);
      yield closing(stage.number, stages.length);
    }
    yield "\nRESET statement_timeout;\nRESET lock_timeout;\n";
  }
  yield leftOver(plan);
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
