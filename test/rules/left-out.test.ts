import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import { audit } from "../../src/audit.ts";
import type { Finding } from "../../src/contract/index.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { readCases } from "../../src/testing/fixture.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const speaking = rules
  .filter(({ on, needs }) => (on === "schema" || on === "database") && needs.length === 0)
  .map((rule) => ({
    rule,
    cases: readCases(readFileSync(join(import.meta.dirname, `../../fixtures/rules/${rule.id}.sql`), "utf8")).filter(
      ({ finds }) => finds.length > 0,
    ),
  }))
  .filter(({ cases }) => cases.length > 0);

/** `schema.table` of every table that a finding is about. */
function tablesOf({ object, related }: Finding): string[] {
  const tabular = new Set(["table", "column", "index", "constraint", "foreignKey", "trigger", "policy"]);
  return [object, ...related].filter(({ kind }) => tabular.has(kind)).map(({ path }) => path.slice(0, 2).join("."));
}

describe("a rule on a schema speaks of no table that is left out", () => {
  const asked = new Set<string>();

  test.each(speaking.map(({ rule, cases }) => [rule.id, rule, cases] as const))("%s", async (_, rule, cases) => {
    for (const { sql } of cases) {
      await db.reset();
      await db.run(sql);
      const snapshot = await db.snapshot();
      const findings = (exclude: readonly string[]) =>
        audit(snapshot, { rules: [rule], scope: { include: [], exclude }, toolVersion: "test" }).findings;
      const tables = new Set(findings([]).flatMap(tablesOf));
      for (const table of tables) {
        asked.add(rule.id);
        expect(findings([table]).flatMap(tablesOf)).not.toContain(table);
      }
    }
  });

  test("nearly all of them speak of tables", () => {
    expect(asked.size).toBeGreaterThan(speaking.length * 0.9);
  });
});
