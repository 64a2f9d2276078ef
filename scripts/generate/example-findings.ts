import type { Finding } from "../../src/contract/index.ts";
import { auditCase } from "../../src/testing/audit-case.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { examplesOf } from "./rule-examples.ts";
import type { ListedRule } from "./rule-list.ts";

/** What each rule really says of its first case, by rule. */
export async function exampleFindings(rules: readonly ListedRule[]): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const found = new Map<string, readonly Finding[]>();
  const db = await openTestDatabase();
  try {
    for (const { rule, cases } of rules) {
      const { bad } = examplesOf(cases);
      if (bad === null) continue;
      await db.reset();
      await db.run(bad.sql);
      found.set(rule.id, auditCase(await db.snapshot(), rule, bad).findings);
    }
  } finally {
    await db.close();
  }
  return found;
}
