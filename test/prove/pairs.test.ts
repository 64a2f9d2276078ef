import { afterAll, beforeAll, describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { batchesOf } from "./batches.ts";
import { problemsOf } from "./prove-tables.ts";
import { canShare, TRAITS } from "./traits.ts";

const batches = batchesOf(18, 3);
const fixable = rules.filter((rule) => rule.fixable !== "never").map(({ id }) => id);

test("every fixable rule has a trait, and every pair that fits is on a table", () => {
  expect(Object.keys(TRAITS).sort()).toEqual(fixable.toSorted());
  const together = new Set(
    batches.flatMap(([, tables]) => tables).flatMap((table) => table.rules.flatMap((a) => table.rules.map((b) => `${a} ${b}`))),
  );
  const missing = fixable.flatMap((a) => fixable.filter((b) => a < b && canShare(a, b) && !together.has(`${a} ${b}`)).map((b) => [a, b]));
  expect(missing).toEqual([]);
  const apart = fixable.flatMap((a) => fixable.filter((b) => a < b && !canShare(a, b)));
  expect(apart.length).toBeLessThan((fixable.length * (fixable.length - 1)) / 2 / 40);
});

describe("the fixes of every pair of rules, on one table", () => {
  let db: TestDatabase & { close(): Promise<void> };
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  test.each(batches)(
    "are proven: %s",
    async (_, tables) => {
      expect(await problemsOf(db, tables)).toEqual([]);
    },
    300_000,
  );
});
