import { expect, test } from "vitest";
import { askedEvidence } from "../../src/contract/asked-evidence.ts";
import type { Statement, Workload } from "../../src/model/workload.ts";

const statement = (fingerprint: string, totalMs: number, sql = "SELECT 1"): Statement => ({
  kind: "statement",
  path: [fingerprint],
  fingerprint,
  sql,
  calls: 10,
  timed: 10,
  totalMs,
  maxMs: totalMs,
  rows: null,
  command: "select",
  limited: false,
  offset: false,
  oneRow: false,
  accesses: [],
  resolved: true,
});

const workload = (origin: Workload["origin"], totalMs: number) =>
  ({ origin, totalMs, window: { since: null, until: "2026-01-01T00:00:00.000Z" } }) as Workload;

test("says what statements cost together, and shows the costliest", () => {
  const statements = Array.from({ length: 7 }, (_, at) => statement(`s${at}`, at * 10));
  const found = askedEvidence(statements, workload("log", 1000));
  expect(found.slice(0, 3).map(({ label, value, unit, from }) => [label, value, unit, from])).toEqual([
    ["calls", 70, "calls", "the log"],
    ["total time", 210, "ms", "the log"],
    ["share of all time", 21, "percent", "the log"],
  ]);
  expect(found.slice(3).map(({ label }) => label)).toEqual(["s6", "s5", "s4", "s3", "s2"].map((name) => `statement ${name}`));
});

test("without durations there is no time to speak of", () => {
  const found = askedEvidence([statement("a", 0)], workload("pg_stat_statements", 0));
  expect(found.map(({ label, from }) => [label, from])).toEqual([
    ["calls", "pg_stat_statements"],
    ["statement a", "pg_stat_statements"],
  ]);
});

test("a statement is one line, cut where it is very long", () => {
  const [, , , shown] = askedEvidence([statement("a", 5, `SELECT\n  ${"x, ".repeat(2000)}y`)], workload("both", 10));
  expect(shown?.from).toBe("the log and pg_stat_statements");
  expect(String(shown?.value)).toMatch(/^SELECT x, x, .* …$/);
  expect(String(shown?.value).length).toBeLessThanOrEqual(2000);
});
