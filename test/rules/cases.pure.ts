import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import type { SnapshotData } from "../../src/model/snapshot.ts";
import { auditCase } from "../../src/testing/audit-case.ts";
import { readCases } from "../../src/testing/fixture.ts";
import { outlineFindings, outlineRule, readExpected } from "./expected.ts";
import { expectSteady } from "./steady.ts";

/**
 * What test/rules/pack.test.ts asks of each case, apart from what needs a server: snapshots of the cases are kept in .tmp
 * by scripts/rules/keep-snapshots.ts. With PGASSAY_RULES=keys, only the rules of that category.
 */
const root = path.join(import.meta.dirname, "../..");
const category = process.env.PGASSAY_RULES;
const listed = rules.filter((rule) => category === undefined || rule.category === category);

describe.each(listed.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const cases = readCases(readFileSync(path.join(root, `fixtures/rules/${id}.sql`), "utf8"));
  const expected = readExpected(id);
  let kept: readonly SnapshotData[] | undefined;
  const snapshotOf = (at: number) => {
    kept ??= JSON.parse(readFileSync(path.join(root, `.tmp/cases/${id}.json`), "utf8")) as SnapshotData[];
    return kept[at] as SnapshotData;
  };

  test("is as it was", () => {
    expect(outlineRule(rule)).toBe(expected.get(""));
  });

  test.each(cases.map((ruleCase, at) => [ruleCase.name, ruleCase, at] as const))("%s", (name, ruleCase, at) => {
    const run = (data: SnapshotData) => {
      const { findings, rules } = auditCase(data, rule, ruleCase);
      expect(rules.map(({ status, reason }) => [status, reason])).toEqual([["ran", null]]);
      return findings;
    };
    expect(outlineFindings(expectSteady(run, snapshotOf(at)))).toBe(expected.get(name) ?? "");
  });
});
