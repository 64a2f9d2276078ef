import { audit } from "../../src/audit.ts";
import type { Finding } from "../../src/contract/index.ts";
import { withStats } from "../../src/testing/case-stats.ts";
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
      const snapshot = withStats(await db.snapshot(), bad);
      found.set(rule.id, audit(snapshot, { rules: [rule], toolVersion: "example" }).findings);
    }
  } finally {
    await db.close();
  }
  return found;
}
