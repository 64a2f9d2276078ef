import type { Finding } from "../../contract/finding.ts";
import type { Plan, PlannedFix } from "../plan.ts";
import { comment } from "./comment.ts";
import type { PlanOrigin } from "./sql.ts";

export const LINE = "=".repeat(100);

export function header(plan: Plan, { server, source, takenAt, tool }: PlanOrigin, parts: number): string {
  const number = plan.fixes.length;
  const later = Array.from({ length: Math.max(0, parts - 1) }, (_, n) => `  psql -X -v ON_ERROR_STOP=1 -v part_${n + 2}=done -f FILE`);
  return comments([
    `pgassay ${tool.version}: ${number} ${number === 1 ? "fix" : "fixes"} for ${source.name}`,
    `${server.database === "" ? "" : `Database ${server.database}; `}PostgreSQL ${Math.floor(server.version / 10_000)} or later assumed; catalog read at ${takenAt}.`,
    "",
    "Read it first: nothing has been run. To run it:",
    "  psql -X -v ON_ERROR_STOP=1 -f FILE",
    ...(later.length === 0 ? [] : ["Later parts wait for the deploy gates written in them, and are run one by one:", ...later]),
    "",
    "A step that fails, or whose check fails, stops the file. What came before it is done and committed:",
    "mend the cause, delete the steps that are done, and run the rest. Each step states its undo.",
  ]);
}

export function fixTitle({ finding, fix }: PlannedFix, number: number, fixes: number): string {
  const hazards = [...new Set(fix.steps.flatMap((step) => step.hazards))];
  const undo = fix.reversible ? "every step can be undone" : "not every step can be undone";
  const lines = comments([
    LINE,
    `Fix ${number} of ${fixes}: ${finding.rule} on ${nameOf(finding)}`,
    `  ${fix.title}`,
    `  ${fix.safety}; worst lock ${fix.worstLock ?? "none"}; ${undo}`,
    ...(hazards.length === 0 ? [] : [`  hazards: ${hazards.join(", ")}`]),
    `  fingerprint ${finding.fingerprint}`,
  ]);
  return `\n${lines}`;
}

/** Everything that the plan does not do. */
export function leftOver({ deferred, withoutFix }: Plan): string {
  const later = deferred.map(({ finding, because }) => `  ${finding.rule} on ${nameOf(finding)}: ${because}`);
  const none = withoutFix.map((finding) => `  ${finding.rule} on ${nameOf(finding)}`);
  const lines = [
    ...(later.length === 0 ? [] : ["Left for the next run of pgassay fix:", ...later]),
    ...(none.length === 0 ? [] : ["Without generated SQL (pgassay explain RULE says what to do):", ...none]),
  ];
  return lines.length === 0 ? "" : `\n${comments([LINE, ...lines])}`;
}

function comments(lines: readonly string[]): string {
  return lines.map((line) => comment(line)).join("");
}

function nameOf({ object }: Finding): string {
  return object.path.length === 0 ? "the database" : object.path.join(".");
}
