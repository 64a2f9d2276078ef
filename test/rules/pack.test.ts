import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import type { CatalogData, SchemaData, TableData } from "../../src/model/data.ts";
import type { SnapshotData } from "../../src/model/snapshot.ts";
import { auditCase } from "../../src/testing/audit-case.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { readCases } from "../../src/testing/fixture.ts";
import { checkCase, proveFixes } from "../../src/testing/oracle.ts";
import { outlineFindings, outlineRule, readExpected } from "./expected.ts";

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
    const findings = (data: SnapshotData) => auditCase(data, rule, ruleCase).findings;
    const first = findings(snapshot);
    expect(outlineFindings(first)).toBe(expected.get(ruleCase.name) ?? "");
    expect(findings(snapshot)).toEqual(first);
    expect(findings({ ...snapshot, catalog: reversed(snapshot.catalog) }).map((finding) => finding.fingerprint)).toEqual(
      first.map((finding) => finding.fingerprint),
    );
    const withStranger = findings({ ...snapshot, catalog: { schemas: [...snapshot.catalog.schemas, stranger] } });
    expect(withStranger).toEqual(first);
  });

  test.each(cases.filter((ruleCase) => ruleCase.finds.length > 0).map((ruleCase) => [ruleCase.name, ruleCase] as const))(
    "fix: %s",
    async (_, ruleCase) => {
      expect(await proveFixes(db, rule, rules, ruleCase)).toEqual([]);
    },
  );
});

/** The same catalog with every list that has no order of its own turned round. */
function reversed(catalog: CatalogData): CatalogData {
  const table = (data: TableData): TableData => ({
    ...data,
    columns: data.columns.toReversed(),
    indexes: data.indexes.toReversed(),
    constraints: data.constraints.toReversed(),
    triggers: data.triggers.toReversed(),
    policies: data.policies.toReversed(),
  });
  return {
    schemas: catalog.schemas.map((schema) => ({
      ...schema,
      tables: schema.tables.map(table).toReversed(),
      views: schema.views.toReversed(),
      routines: schema.routines.toReversed(),
    })),
  };
}

/** A schema that has nothing to do with the others: earlier findings do not change when it appears. */
const stranger: SchemaData = {
  name: "zz_stranger",
  comment: null,
  owner: "postgres",
  origin: "user",
  grants: [],
  tables: [],
  views: [],
  routines: [],
  sequences: [],
  types: [],
};
