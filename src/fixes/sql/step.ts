import type { SqlStep } from "../../contract/fix.ts";
import { joinAlters } from "../alter.ts";
import { describeStep, needsTransaction, undoLines } from "../describe.ts";
import type { PlannedStep } from "../planned.ts";
import { comment, commentLines, commentProse } from "./comment.ts";
import { guard } from "./guard.ts";

/** One step: what it does to the database in comments, its checks, and its statements; all of it in comments when it is refused. */
export function stepText(planned: PlannedStep, of: number): string {
  const { step, number, refused } = planned;
  const text = [
    commentProse(`Step ${number} of ${of}, ${step.phase}: ${step.why}`),
    ...describeStep(planned).map((line) => comment(line, "  ")),
    ...(step.timeouts.lockMs === 0 ? [comment("waits: as long as it takes; that stops neither readers nor writers", "  ")] : []),
    ...undoLines(step).map((line) => comment(line, "  ")),
  ].join("");
  if (refused === null) return text + runText(step);
  return `${text}${comment(`NOT RUN: ${refused}.`, "  ")}${commentLines(runText(step).trimEnd(), "  ")}`;
}

function runText(step: SqlStep): string {
  const inTransaction = needsTransaction(step);
  return [
    checked(
      step.requires?.sql,
      `not run: ${step.requires?.because}`,
      "This step would fail or do harm. Mend the cause, then run the rest.",
    ),
    timeouts(step.timeouts.lockMs, step.timeouts.statementMs),
    inTransaction ? "BEGIN;\n" : "",
    ...joinAlters(step.statements).map((statement) => `${statement};\n`),
    inTransaction ? "COMMIT;\n" : "",
    checked(step.verify, "the step before this check has not worked", "Look at what it did before you go on."),
  ].join("");
}

/** The way back from a step, for a file of its own. */
export function undoText({ number, step, refused }: PlannedStep, of: number): string {
  if (refused !== null) return comment(`Step ${number} of ${of} is not run, and there is nothing to undo.`);
  const title = commentProse(`Undo step ${number} of ${of}, ${step.phase}: ${step.why}`);
  if (step.undo === null)
    return `${title}${guard("SELECT false", `step ${number} cannot be undone`, "Restore what it took away from a backup.")}`;
  if (step.undo.length === 0) return `${title}${comment("nothing to do", "  ")}`;
  const inTransaction = step.transaction !== "forbidden" && step.undo.length > 1;
  return [
    title,
    timeouts(step.timeouts.lockMs, 0),
    inTransaction ? "BEGIN;\n" : "",
    ...step.undo.map((statement) => `${statement};\n`),
    inTransaction ? "COMMIT;\n" : "",
  ].join("");
}

/** Checks read whole tables where they must: only waiting for a lock is bounded. */
function checked(query: string | undefined, message: string, hint: string): string {
  return query === undefined ? "" : timeouts(2_000, 0) + guard(query, message, hint);
}

export function timeouts(lockMs: number, statementMs: number): string {
  return `SET lock_timeout = ${lockMs};\nSET statement_timeout = ${statementMs};\n`;
}
