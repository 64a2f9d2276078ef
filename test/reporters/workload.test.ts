import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT_KINDS, type WorkloadData } from "../../src/model/workload.ts";
import { UNPAINTED } from "../../src/reporters/paint.ts";
import { widthOf } from "../../src/reporters/text/width.ts";
import type { StatementLimits } from "../../src/reporters/workload/selection.ts";
import { workloadText } from "../../src/reporters/workload/text.ts";
import { unseenIn } from "../unseen.ts";
import { statementOf, workloadOf } from "../workload-data.ts";

const ALL: StatementLimits = { sort: "time", minCalls: 0, minMs: 0, top: null };

function shown(workload: WorkloadData, limits: Partial<StatementLimits> = {}, width = 80): string {
  return [...workloadText(workload, { paint: UNPAINTED, width, limits: { ...ALL, ...limits }, toolVersion: "1.0.0" })].join("");
}

const THREE = workloadOf([
  statementOf("select slow", { calls: 2, timed: 2, totalMs: 900, maxMs: 800, rows: 4 }),
  statementOf("select often", { calls: 1_200, timed: 1_200, totalMs: 99, maxMs: 1 }),
  statementOf("select once", { calls: 1, timed: 0, totalMs: 0, maxMs: 0 }),
]);

test("statements come with their share of the time", () => {
  const lines = shown(THREE)
    .split("\n")
    .map((line) => line.trim().replace(/ +/g, " "));
  expect(lines).toContain("90.1 % 2 900 ms 450 ms 800 ms 4");
  expect(lines).toContain("9.9 % 1,200 99 ms 0.08 ms 1 ms –");
  expect(lines).toContain("0.0 % 1 – – – –");
  expect(lines).toContain("1 call without a duration");
  expect(lines).toContain("understood everything that was read");
});

test.each<[StatementLimits["sort"], string[]]>([
  ["time", ["select slow", "select often", "select once"]],
  ["calls", ["select often", "select slow", "select once"]],
  ["mean", ["select slow", "select often", "select once"]],
  ["max", ["select slow", "select often", "select once"]],
])("sorted by %s", (sort, order) => {
  const lines = shown(THREE, { sort })
    .split("\n")
    .map((line) => line.trim());
  expect(lines.filter((line) => line.startsWith("select "))).toEqual(order);
});

test.each<[string, Partial<StatementLimits>, string]>([
  ["--top", { top: 1 }, "9.9 %  2 more statements, 1,201 calls"],
  ["--min-calls", { minCalls: 2 }, "0.0 %  1 more statement, 1 call"],
  ["--min-time", { minMs: 100 }, "9.9 %  2 more statements, 1,201 calls"],
])("what %s leaves out is counted", (_, limits, said) => {
  const text = shown(THREE, limits);
  expect(text).toContain(said);
  expect(text).toMatch(/^not shown {3}\d statements?: see --top/m);
});

test("what could not be read is said, with its share", () => {
  const coverage = { sources: ["a.log"], bytes: 100, lines: 10, unknownLines: 3, unparsable: 601, dropped: 2 };
  const text = shown({ ...THREE, coverage });
  expect(text).toContain("3 lines of no known form (30.0 %)");
  expect(text).toContain("601 calls of statements that could not be read (50.0 %)");
  expect(text).toContain("2 times pg_stat_statements threw away its least used entries");
  expect(text).not.toContain("everything that was read");
});

test("a long list of columns gives way to what it is asked of", () => {
  const columns = Array.from({ length: 60 }, (_, n) => `t.column_${n}`).join(", ");
  const text = shown(workloadOf([statementOf(`SELECT ${columns} FROM t WHERE t.id = $1`)]));
  expect(text).toMatch(/SELECT t\.column_0, .*… FROM t WHERE/);
  expect(text).toContain("t.id = $1");
  expect(text).not.toContain("column_59");
});

describe("sessions and events", () => {
  const busy = workloadOf([statementOf("select parent"), statementOf("select child", { calls: 40 })], {
    sessions: {
      count: 3,
      bursts: [{ statement: "select child", after: "select parent", bursts: 4, calls: 40, longest: 12 }],
      pairs: [
        { first: "select parent", second: "select child", times: 4, sharing: 3 },
        { first: "select child", second: "select parent", times: 9, sharing: 0 },
      ],
    },
    events: [
      { kind: "connection", sqlstate: null, subject: null, statement: null, count: 3, total: null, max: null },
      { kind: "error", sqlstate: "23505", subject: "t_pkey", statement: "a", count: 2, total: null, max: null },
      { kind: "error", sqlstate: "23505", subject: "t_pkey", statement: "b", count: 5, total: null, max: null },
      { kind: "lock wait", sqlstate: null, subject: "t", statement: "a", count: 2, total: 3_000, max: 2_000 },
      { kind: "temporary file", sqlstate: null, subject: null, statement: "a", count: 1, total: 20_971_520, max: 20_971_520 },
    ],
  });

  test("name what is sent over and over", () => {
    const text = shown(busy);
    expect(text).toContain("  40 calls in 4 bursts, up to 12 in a row\n    after  select parent\n           select child\n");
    expect(text).toContain("  3 of 4 times\n           select parent\n    then   select child\n");
    expect(text).not.toContain("of 9 times");
  });

  test("are summed by what they are about, what hurts first", () => {
    const [, events = ""] = shown(busy).split("\nEvents\n");
    expect(
      events
        .split("\n")
        .slice(0, 4)
        .map((line) => line.trim().replace(/ +/g, " ")),
    ).toEqual(["7 error 23505 t_pkey", "2 lock wait t 3 s, at most 2 s", "1 temporary file 20 MB", "3 connection"]);
  });
});

test("nothing in a workload reaches the terminal unescaped, and lines keep to the width", () => {
  const text = fc.string({ unit: "binary", maxLength: 60 });
  const workload = fc.record({ sql: text, source: text, subject: text, tag: text, kind: fc.constantFrom(...EVENT_KINDS) });
  fc.assert(
    fc.property(workload, fc.integer({ min: 60, max: 120 }), ({ sql, source, subject, tag, kind }, width) => {
      const statement = statementOf(sql, { fingerprint: "a1b2", tags: [{ key: "route", value: tag, calls: 1 }] });
      const written = shown(
        workloadOf([statement], {
          sessions: {
            count: 1,
            pairs: [{ first: "a1b2", second: subject, times: 1, sharing: 1 }],
            bursts: [{ statement: "a1b2", after: subject, bursts: 1, calls: 1, longest: 1 }],
          },
          events: [{ kind, sqlstate: null, subject, statement: null, count: 1, total: 1, max: 1 }],
          coverage: { sources: [source], bytes: 1, lines: 1, unknownLines: 1, unparsable: 1, dropped: 1 },
        }),
        {},
        width,
      );
      expect(unseenIn(written.replaceAll("\n", ""))).toEqual([]);
      for (const line of written.split("\n").filter((one) => one.startsWith("         "))) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 60 },
  );
});
