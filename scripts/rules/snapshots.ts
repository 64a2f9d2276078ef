import type { SnapshotData } from "../../src/model/snapshot.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import type { ListedRule } from "../generate/rule-list.ts";

/** Loads every case into an embedded server, one after the other; `each` gets the snapshots of a rule in the order of its cases. */
export async function readSnapshots(
  rules: readonly ListedRule[],
  each: (listed: ListedRule, snapshots: readonly SnapshotData[]) => void,
): Promise<void> {
  const db = await openTestDatabase();
  try {
    for (const listed of rules) {
      const snapshots: SnapshotData[] = [];
      for (const { sql } of listed.cases) {
        await db.reset();
        await db.run(sql);
        snapshots.push(await db.snapshot());
      }
      each(listed, snapshots);
    }
  } finally {
    await db.close();
  }
}
