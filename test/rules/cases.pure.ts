import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { listRules } from "../../scripts/generate/rule-list.ts";
import type { SnapshotData } from "../../src/model/snapshot.ts";
import { auditCase } from "../../src/testing/audit-case.ts";
import { outlineFindings, outlineRule, readExpected } from "./expected.ts";
import { expectSteady } from "./steady.ts";

/**
 * What test/rules/pack.test.ts asks of each case, apart from what needs a server: snapshots of the cases are kept in .tmp
 * by scripts/rules/keep-snapshots.ts. With PGASSAY_RULES=keys, only the rules of that category.
 */
const root = path.join(import.meta.dirname, "../..");
const loaded: Error | Awaited<ReturnType<typeof listRules>> = await listRules(root, process.env.PGASSAY_RULES).catch(
  (error: Error) => error,
);
const listed = loaded instanceof Error ? [] : loaded;

// A file that cannot be loaded has no test that fails, which Stryker takes for silence.
test("every rule can be loaded", () => {
  expect(loaded).toBe(listed);
});

describe.each(listed.map(({ rule, cases }) => [rule.id, rule, cases] as const))("%s", (id, rule, cases) => {
  const expected = readExpected(id);
  const snapshots: SnapshotData[] = JSON.parse(readFileSync(path.join(root, `.tmp/cases/${id}.json`), "utf8"));

  test("is as it was", () => {
    expect(outlineRule(rule)).toBe(expected.get(""));
  });

  test.each(cases.map((ruleCase, at) => [ruleCase.name, ruleCase, at] as const))("%s", (name, ruleCase, at) => {
    const run = (data: SnapshotData) => {
      const { findings, rules } = auditCase(data, rule, ruleCase);
      expect(rules.map(({ status, reason }) => [status, reason])).toEqual([["ran", null]]);
      return findings;
    };
    expect(outlineFindings(expectSteady(run, snapshots[at] as SnapshotData))).toBe(expected.get(name) ?? "");
  });
});
