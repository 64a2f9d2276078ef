import type { SqlStep } from "../../contract/fix.ts";
import type { Gate, Plan, PlannedFix, PlannedStep } from "../planned.ts";

/** Additions keep the number; a field that goes or changes its meaning raises it. */
const SCHEMA_VERSION = 1;

/** The plan for machines, with its proof when there is one. Unseen characters are escapes, as JSON has them. */
export function planJson(plan: Plan): string {
  const document = {
    schemaVersion: SCHEMA_VERSION,
    plan: {
      phases: plan.phases,
      fixes: plan.fixes.map(fixOf),
      steps: plan.stages.flatMap((stage) => [
        ...stage.gates.map((gate) => gateOf(gate, stage.number, "before")),
        ...stage.steps.map((step) => stepOf(step, stage.number)),
        ...stage.afterwards.map((gate) => gateOf(gate, stage.number, "after")),
      ]),
      deferred: plan.deferred.map(({ finding, because }) => ({
        fingerprint: finding.fingerprint,
        rule: finding.rule,
        object: finding.object,
        because,
      })),
      withoutFix: plan.withoutFix.map(({ fingerprint, rule, object }) => ({ fingerprint, rule, object })),
    },
    proof: plan.proof === null ? null : proofOf(plan),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function fixOf({ number, round, finding, fix }: PlannedFix): object {
  const { title, safety, reversible, worstLock } = fix;
  return {
    number,
    round,
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    object: finding.object,
    title,
    safety,
    reversible,
    worstLock,
  };
}

function stepOf({ number, step, of, estimate, refused }: PlannedStep, part: number): object {
  const { phase, why, statements, transaction, locks, timeouts, requires, verify, undo, hazards }: SqlStep = step;
  return {
    is: "sql",
    number,
    part,
    fixes: of.map(({ planned }) => planned.number),
    phase,
    why,
    statements,
    transaction,
    locks,
    timeouts,
    requires: requires ?? null,
    verify: verify ?? null,
    undo,
    hazards,
    estimate,
    refused,
  };
}

function gateOf({ step, of }: Gate, part: number, stands: "before" | "after"): object {
  const { phase, why, instruction, hazards } = step;
  return { is: "manual", part, stands, fixes: [of.planned.number], phase, why, instruction, hazards };
}

function proofOf({ proof }: Plan): object {
  const fixes = proof ?? [];
  const count = (status: string) => fixes.filter((fix) => fix.status === status).length;
  return { proven: count("proven"), failed: count("failed"), refused: count("refused"), fixes };
}
