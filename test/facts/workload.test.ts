import { describe, expect, test } from "vitest";
import { meanOf, percentOfTime, shortStatement } from "../../src/facts/workload/asked.ts";
import { wholeDays } from "../../src/facts/workload/whole.ts";
import { workloadOf } from "../workload/access/statements.ts";

describe("a workload that was seen whole", () => {
  const seen = workloadOf(["SELECT id FROM orders", "SELECT id FROM customers", "SELECT id FROM nowhere"]);
  const fast = { ...seen, statements: seen.statements.map((statement) => ({ ...statement, totalMs: 1 })) };
  const month = { ...fast, window: { since: "2025-12-02T00:00:00.000Z", until: "2026-01-01T00:00:00.000Z" } };

  test("has its days, where enough of it was understood", () => {
    expect(wholeDays(month, 60)).toBe(30);
    expect(wholeDays(month, 70)).toBeNull();
  });

  test("is none when statements were thrown away, or nobody knows since when", () => {
    expect(wholeDays({ ...month, coverage: { ...month.coverage, dropped: 1 } }, 0)).toBeNull();
    expect(wholeDays({ ...month, coverage: { ...month.coverage, dropped: 0 } }, 0)).toBe(30);
    expect(wholeDays(fast, 0)).toBeNull();
  });

  test("is none when every statement in it is slow", () => {
    const slow = month.statements.map((statement) => ({ ...statement, totalMs: 900 }));
    expect(wholeDays({ ...month, statements: slow }, 0)).toBeNull();
  });
});

test("without durations there are no times", () => {
  const { statements } = workloadOf(["SELECT 1"]);
  const untimed = statements.map((statement) => ({ ...statement, timed: 0, totalMs: 0 }));
  expect(untimed.map(meanOf)).toEqual([null]);
  expect(percentOfTime(untimed, { totalMs: 0 })).toBeNull();
});

test("a short statement is one line, and never longer than asked", () => {
  expect(shortStatement({ sql: "SELECT\n  1" })).toBe("SELECT 1");
  expect(shortStatement({ sql: "SELECT 'x'" }, 8)).toBe("SELECT …");
  expect([...shortStatement({ sql: "🐘".repeat(100) }, 10)]).toHaveLength(10);
});
