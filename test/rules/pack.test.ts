import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import { link } from "../../src/model/link.ts";
import { disagreements } from "../../src/testing/agreement/disagreements.ts";
import { auditCase } from "../../src/testing/audit-case.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { readCases } from "../../src/testing/fixture.ts";
import { checkCase, proveFixes } from "../../src/testing/oracle.ts";
import { outlineFindings, outlineRule, readExpected } from "./expected.ts";
import { expectSteady } from "./steady.ts";

const root = join(import.meta.dirname, "../..");

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const cases = readCases(readFileSync(join(root, `fixtures/rules/${id}.sql`), "utf8"));
  const expected = readExpected(id);

  test("is in the file of its name, with options that have total defaults", () => {
    expect(existsSync(join(root, `rules/${rule.category}/${id}.ts`))).toBe(true);
    expect(rule.options.safeParse({}).success).toBe(true);
  });

  test("has a case for every message, and a look-alike that stays silent", () => {
    const found = new Set(cases.flatMap((ruleCase) => ruleCase.finds.map((find) => find.message)));
    expect([...found].sort()).toEqual(Object.keys(rule.messages).sort());
    expect(cases.some((ruleCase) => ruleCase.because !== null)).toBe(true);
    expect(new Set(cases.map((ruleCase) => ruleCase.name)).size).toBe(cases.length);
  });

  test("is what `npm run expect` wrote, and nothing is left of cases that are gone", () => {
    expect(outlineRule(rule)).toBe(expected.get(""));
    const speaking = cases.filter((ruleCase) => ruleCase.finds.length > 0).map((ruleCase) => ruleCase.name);
    expect([...expected.keys()]).toEqual(["", ...speaking]);
  });

  test("says honestly whether it is fixable", async () => {
    const fixes: boolean[] = [];
    for (const ruleCase of cases.filter((one) => one.finds.length > 0)) {
      await db.reset();
      await db.run(ruleCase.sql);
      const { findings } = auditCase(await db.snapshot(), rule, ruleCase);
      fixes.push(...findings.map((finding) => finding.fix !== null));
    }
    const honest = { always: [true], never: [false], sometimes: [false, true] }[rule.fixable];
    expect([...new Set(fixes)].sort()).toEqual(honest);
  });

  test.each(cases.map((ruleCase) => [ruleCase.name, ruleCase] as const))("case: %s", async (_, ruleCase) => {
    expect(await checkCase(db, rule, ruleCase)).toEqual([]);
    const snapshot = await db.snapshot();
    const first = expectSteady((data) => auditCase(data, rule, ruleCase).findings, snapshot);
    expect(outlineFindings(first)).toBe(expected.get(ruleCase.name) ?? "");
    expect(disagreements(auditCase(snapshot, rule, ruleCase, rules).findings, link(snapshot.catalog))).toEqual([]);
  });

  test.each(cases.filter((ruleCase) => ruleCase.finds.length > 0).map((ruleCase) => [ruleCase.name, ruleCase] as const))(
    "fix: %s",
    async (_, ruleCase) => {
      expect(await proveFixes(db, rule, rules, ruleCase)).toEqual([]);
    },
  );
});
