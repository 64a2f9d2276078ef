import type { Finding } from "../../contract/finding.ts";
import { nameOf } from "../describe.ts";
import type { FixProof, Gate, Plan, PlannedFix } from "../planned.ts";
import { comment, commentLines, commentProse } from "./comment.ts";
import type { PlanOrigin } from "./sql.ts";

export const LINE = "=".repeat(100);

export function header(plan: Plan, origin: PlanOrigin): string {
  const later = Array.from(
    { length: Math.max(0, plan.stages.length - 1) },
    (_, n) => `  psql -X -v ON_ERROR_STOP=1 -v part_${n + 2}=done -f FILE`,
  );
  return comments([
    ...aboutPlan(plan, origin),
    "",
    "Read it first: nothing has been run. To run it:",
    "  psql -X -v ON_ERROR_STOP=1 -f FILE",
    ...(later.length === 0 ? [] : ["Later parts wait for the deploy gates written in them, and are run one by one:", ...later]),
    "",
    "A step that fails, or whose check fails, stops the file. What came before it is done and committed:",
    "mend the cause, delete the steps that are done, and run the rest. Each step states its undo.",
  ]);
}

/** Where the plan comes from and what it is for, for the top of whatever is written. */
export function aboutPlan({ fixes, phases }: Plan, { server, source, takenAt, tool }: PlanOrigin): string[] {
  return [
    `pgassay ${tool.version}: ${fixes.length} ${fixes.length === 1 ? "fix" : "fixes"} for ${source.name}`,
    `${server.database === "" ? "" : `Database ${server.database}; `}PostgreSQL ${Math.floor(server.version / 10_000)} or later assumed${server.database === "" ? " (--pg-version says otherwise)" : ""}; catalog read at ${takenAt}.`,
    ...(phases === null ? [] : [`Only steps of the phases ${phases.join(", ")}.`]),
  ];
}

/** The fixes of the plan, in its order. */
export function listOfFixes({ fixes, proof }: Plan): string {
  if (fixes.length === 0) return "";
  const proofs = new Map(proof?.map((each) => [each.fingerprint, each]));
  return `\n${comments([LINE, ...fixes.flatMap((planned) => fixLines(planned, fixes.length, proofs.get(planned.finding.fingerprint)))])}`;
}

function fixLines({ number, finding, fix, round }: PlannedFix, fixes: number, proof: FixProof | undefined): string[] {
  const undo = fix.reversible ? "every step can be undone" : "not every step can be undone";
  return [
    `Fix ${number} of ${fixes}: ${finding.rule} on ${nameOf(finding)}`,
    `  ${fix.title}`,
    `  ${fix.safety}; worst lock ${fix.worstLock ?? "none"}; ${undo}${round === 1 ? "" : `; round ${round}, for the schema that the fixes before leave`}`,
    ...(proof === undefined ? [] : [`  ${proofText(proof)}`]),
    `  fingerprint ${finding.fingerprint}`,
  ];
}

export function gateText(title: string, { step, of }: Gate): string {
  const hazards = step.hazards.length === 0 ? "" : comment(`hazards: ${step.hazards.join(", ")}`, "  ");
  const { finding, number } = of.planned;
  return [
    `\n${commentProse(`${title}, ${step.phase}: ${step.why}`)}`,
    comment(`for: ${finding.rule} on ${nameOf(finding)} (fix ${number})`, "  "),
    commentLines(step.instruction, "  "),
    hazards,
  ].join("");
}

/** Everything that the plan does not do. */
export function leftOver({ deferred, withoutFix }: Plan): string {
  const later = deferred.map(({ finding, because }) => `  ${label(finding)}: ${because}`);
  const none = withoutFix.map((finding) => `  ${label(finding)}`);
  const lines = [
    ...(later.length === 0 ? [] : ["Left for the next run of pgassay fix:", ...later]),
    ...(none.length === 0 ? [] : ["Without generated SQL (pgassay explain RULE says what to do):", ...none]),
  ];
  return lines.length === 0 ? "" : `\n${comments([LINE, ...lines])}`;
}

function label(finding: Finding): string {
  return `${finding.rule} on ${nameOf(finding)}`;
}

export function comments(lines: readonly string[]): string {
  return lines.map((line) => comment(line)).join("");
}

/** What the proof of one fix came to. */
export function proofText({ status, reason }: FixProof): string {
  return status === "proven" ? "proven in a copy" : `NOT PROVEN: ${reason}`;
}
