import type { SqlStep } from "../../contract/fix.ts";
import { comment, commentLines } from "./comment.ts";
import { guard } from "./guard.ts";

/** One step: what it does to the database in comments, its checks, and its statements. */
export function stepText(step: SqlStep, title: string): string {
  const inTransaction = step.transaction === "required" || (step.transaction === "allowed" && step.statements.length > 1);
  return [
    comment(`${title}, ${step.phase}: ${step.why}`),
    comment(locksText(step), "  "),
    comment(transactionText(step, inTransaction), "  "),
    step.hazards.length === 0 ? "" : comment(`hazards: ${step.hazards.join(", ")}`, "  "),
    undoText(step),
    checked(
      step.requires?.sql,
      `not run: ${step.requires?.because}`,
      "This step would fail or do harm. Mend the cause, then run the rest.",
    ),
    timeouts(step.timeouts.lockMs, step.timeouts.statementMs),
    inTransaction ? "BEGIN;\n" : "",
    ...step.statements.map((statement) => `${statement};\n`),
    inTransaction ? "COMMIT;\n" : "",
    checked(step.verify, "the step before this check has not worked", "Look at what it did before you go on."),
  ].join("");
}

/** Checks read whole tables where they must: only waiting for a lock is bounded. */
function checked(query: string | undefined, message: string, hint: string): string {
  return query === undefined ? "" : timeouts(2_000, 0) + guard(query, message, hint);
}

function timeouts(lockMs: number, statementMs: number): string {
  return `SET lock_timeout = ${lockMs};\nSET statement_timeout = ${statementMs};\n`;
}

function locksText({ locks }: SqlStep): string {
  if (locks.length === 0) return "locks: none on tables";
  return `locks: ${locks.map(({ on, mode, held }) => `${mode} on ${on.path.join(".")} (${held})`).join(", ")}`;
}

function transactionText({ transaction, statements }: SqlStep, inTransaction: boolean): string {
  if (inTransaction) return "transaction: one";
  if (transaction === "forbidden") return "transaction: none; it commits as it goes";
  return `transaction: ${statements.length === 1 ? "the statement's own" : "one per statement"}`;
}

function undoText({ undo }: SqlStep): string {
  if (undo === null) return comment("undo: not possible", "  ");
  if (undo.length === 0) return comment("undo: nothing to do", "  ");
  return comment("undo:", "  ") + undo.map((statement) => commentLines(`${statement};`, "    ")).join("");
}
