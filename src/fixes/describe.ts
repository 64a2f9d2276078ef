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
    ...of.map(({ planned, number }) => {
      const { finding, fix } = planned;
      return `for: ${finding.rule} on ${nameOf(finding)} (fix ${planned.number}, its step ${number} of ${fix.steps.length}, ${finding.fingerprint.slice(0, 16)})`;
    }),
    locksText(step),
    ...(estimate === null ? [] : [`takes: ${estimateText(estimate)}`]),
    transactionText(step),
    ...(step.hazards.length === 0 ? [] : [`hazards: ${step.hazards.join(", ")}`]),
  ];
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

function transactionText(step: SqlStep): string {
  if (needsTransaction(step)) return "transaction: one";
  if (step.transaction === "forbidden") return "transaction: none; it commits as it goes";
  return "transaction: the statement's own";
}
