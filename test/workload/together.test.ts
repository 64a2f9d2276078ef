import { expect, test } from "vitest";
import { mergeWorkloads } from "../../src/workload/merge.ts";
import { together } from "../../src/workload/together.ts";
import { statementOf, workloadOf } from "../workload-data.ts";

const log = workloadOf([
  statementOf("select a", { calls: 90, timed: 90, totalMs: 180, maxMs: 9 }),
  statementOf("select only logged", { calls: 2 }),
]);
const counted = workloadOf(
  [
    statementOf("select a", { calls: 100, timed: 100, totalMs: 200, maxMs: 7, rows: 300 }),
    statementOf("select only counted", { calls: 5, rows: 5 }),
  ],
  {
    origin: "pg_stat_statements",
    window: { since: null, until: "2026-01-02T12:00:00.000Z" },
    sessions: { count: 0, pairs: [], bursts: [] },
    coverage: { sources: ["app@db:5432/app"], bytes: 0, lines: 0, unknownLines: 0, unparsable: 3, dropped: 4 },
  },
);

test("a log and the statistics of one time are counted once", () => {
  const both = together([log, counted]);
  expect(both.origin).toBe("both");
  expect(both.statements.map(({ sql, calls, totalMs, maxMs, rows }) => ({ sql, calls, totalMs, maxMs, rows }))).toEqual([
    { sql: "select a", calls: 100, totalMs: 200, maxMs: 9, rows: 300 },
    { sql: "select only counted", calls: 5, totalMs: 1, maxMs: 1, rows: 5 },
    { sql: "select only logged", calls: 2, totalMs: 1, maxMs: 1, rows: null },
  ]);
  expect(both.coverage).toMatchObject({ sources: ["a.log", "app@db:5432/app"], lines: 10, unparsable: 3, dropped: 4 });
  expect(both.sessions.count).toBe(1);
});

test("in whatever order they are given", () => {
  expect({ ...together([counted, log]), coverage: null }).toEqual({ ...together([log, counted]), coverage: null });
});

test("the log counts when it has more of a statement, and the statistics when the log has no times", () => {
  const more = workloadOf([statementOf("select a", { calls: 120, timed: 120, totalMs: 100 })]);
  expect(together([more, counted]).statements[0]).toMatchObject({ calls: 120, timed: 120, totalMs: 100 });
  const untimed = workloadOf([statementOf("select a", { calls: 120, timed: 0, totalMs: 0, maxMs: 0 })]);
  expect(together([untimed, counted]).statements[0]).toMatchObject({ calls: 120, timed: 100, totalMs: 200 });
});

test("times that do not meet are added", () => {
  const later = { ...counted, window: { since: "2026-02-01T00:00:00.000Z", until: "2026-02-02T00:00:00.000Z" } };
  expect(together([log, later]).statements[0]).toMatchObject({ calls: 190, totalMs: 380 });
});

test("workloads of one kind are summed", () => {
  expect(together([log, log])).toEqual(mergeWorkloads([log, log]));
  expect(together([counted, counted]).statements[0]).toMatchObject({ calls: 200 });
  expect(together([log])).toEqual(log);
});
