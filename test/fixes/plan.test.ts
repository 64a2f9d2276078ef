import { expect, test } from "vitest";
import type { Finding } from "../../src/contract/finding.ts";
import type { Fix, ManualStep } from "../../src/contract/fix.ts";
import { planFixes } from "../../src/fixes/plan.ts";

const step: ManualStep = { is: "manual", phase: "expand", why: "w", instruction: "i", hazards: [] };

function finding(rule: string, changes: readonly string[], steps: number): Finding {
  const fix: Fix = {
    title: rule,
    safety: "safe",
    changes: changes.map((name) => ({ kind: "constraint" as const, path: ["public", "t", name] })),
    steps: [step, ...Array.from({ length: steps - 1 }, () => step)],
    reversible: true,
    worstLock: null,
  };
  return { rule, object: { kind: "table", path: ["public", "t"] }, fix: steps === 0 ? null : fix } as unknown as Finding;
}

test("keeps the order of the findings and lists those without a fix", () => {
  const findings = [finding("a", ["x"], 1), finding("b", [], 0), finding("c", ["y"], 3)];
  const plan = planFixes(findings);
  expect(plan.fixes.map((planned) => planned.finding.rule)).toEqual(["a", "c"]);
  expect(plan.withoutFix.map((one) => one.rule)).toEqual(["b"]);
  expect(plan.deferred).toEqual([]);
});

test("defers the smaller of two fixes that change one object", () => {
  const plan = planFixes([finding("small", ["fk"], 1), finding("large", ["fk", "column"], 5)]);
  expect(plan.fixes.map((planned) => planned.finding.rule)).toEqual(["large"]);
  expect(plan.deferred).toMatchObject([{ finding: { rule: "small" }, because: "changes what the fix of large on public.t changes" }]);
});
