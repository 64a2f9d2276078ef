import type { Finding } from "../contract/finding.ts";
import type { SqlStep } from "../contract/fix.ts";
import type { Estimate } from "./estimate.ts";
import type { PlannedStep } from "./planned.ts";

/** True when the statements of the step share one transaction that the plan has to open. */
export function needsTransaction({ transaction, statements }: SqlStep): boolean {
  return transaction === "required" || (transaction === "allowed" && statements.length > 1);
}

/** What a reader has to know before a step is run, a line each; the undo is not among them. */
export function describeStep({ step, of, estimate }: PlannedStep): string[] {
  return [
    ...forLines({ of }),
    locksText(step),
    ...(estimate === null ? [] : [`takes: ${estimateText(estimate)}`]),
    transactionText(step),
    ...(dropsWhatIsLeft(step) ? ["again: may be run again; what a broken-off run left of the index is dropped first"] : []),
    ...(step.hazards.length === 0 ? [] : [`hazards: ${step.hazards.join(", ")}`]),
  ];
}

/** The rules that a step is for, each once. */
export function rulesOf({ of }: Pick<PlannedStep, "of">): string[] {
  return [...new Set(of.map(({ planned }) => planned.finding.rule))];
}

/** A line for each fix, also where the step does several steps of it. */
export function forLines({ of }: Pick<PlannedStep, "of">): string[] {
  const fixes = [...new Set(of.map(({ planned }) => planned))];
  return fixes.map((planned) => {
    const { finding, fix, number } = planned;
    const parts = of.filter((part) => part.planned === planned);
    const steps = `${parts.length === 1 ? "step" : "steps"} ${parts.map((part) => part.number).join(", ")} of ${fix.steps.length}`;
    return `for: ${finding.rule} on ${nameOf(finding)} (fix ${number}, its ${steps}, ${finding.fingerprint.slice(0, 16)})`;
  });
}

export function undoLines({ undo }: SqlStep): string[] {
  if (undo === null) return ["undo: not possible"];
  if (undo.length === 0) return ["undo: nothing to do"];
  return ["undo:", ...undo.flatMap((statement) => `${statement};`.split("\n").map((line) => `  ${line}`))];
}

export function nameOf({ object }: Pick<Finding, "object">): string {
  return object.path.length === 0 ? "the database" : object.path.join(".");
}

export function estimateText({ rows, bytes, duration, disk }: Estimate): string {
  const size = rows === 0 ? [] : [`about ${rows.toLocaleString("en-US")} rows, ${sizeText(bytes)}`];
  return [duration, ...size, ...(disk === 0 ? [] : [`${sizeText(disk)} of disk`])].join("; ");
}

function sizeText(bytes: number): string {
  for (const [unit, of] of [
    ["GB", 1e9],
    ["MB", 1e6],
    ["kB", 1e3],
  ] as const)
    if (bytes >= of) return `${(bytes / of).toFixed(bytes < 10 * of ? 1 : 0)} ${unit}`;
  return `${bytes} bytes`;
}

function locksText({ locks }: SqlStep): string {
  if (locks.length === 0) return "locks: none on tables";
  return `locks: ${locks.map(({ on, mode, held }) => `${mode} on ${on.path.join(".")} (${held})`).join(", ")}`;
}

/** CREATE INDEX CONCURRENTLY that fails leaves an invalid index of the same name. */
function dropsWhatIsLeft({ statements: [first = "", ...rest] }: SqlStep): boolean {
  return (
    first.startsWith("DROP INDEX CONCURRENTLY IF EXISTS ") &&
    rest.some((statement) => /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY /.test(statement))
  );
}

function transactionText(step: SqlStep): string {
  if (needsTransaction(step)) return "transaction: one";
  if (step.transaction === "forbidden") return "transaction: none; it commits as it goes";
  return "transaction: the statement's own";
}
