import { expect, test } from "vitest";
import { PgassayError } from "../../src/model/failure.ts";
import type { WorkloadData } from "../../src/model/workload.ts";
import { workloadJson } from "../../src/reporters/workload/json.ts";
import type { StatementLimits } from "../../src/reporters/workload/selection.ts";
import { isWorkloadFile, readWorkloadFile } from "../../src/sources/workload-file.ts";
import { unseenIn } from "../unseen.ts";
import { statementOf, workloadOf } from "../workload-data.ts";

const ALL: StatementLimits = { sort: "time", minCalls: 0, minMs: 0, top: null };
const WHOLE = workloadOf(
  [
    statementOf('select "\u202e"', { calls: 7, timed: 0, totalMs: 9, tags: [{ key: "route", value: "/a\u001b[31m", calls: 7 }] }),
    statementOf("insert", { calls: 3, rows: 3 }),
  ],
  {
    sessions: {
      count: 2,
      pairs: [{ first: "a", second: "b", times: 3, sharing: 2 }],
      bursts: [{ statement: "a", after: null, bursts: 1, calls: 9, longest: 9 }],
    },
    events: [{ kind: "error", sqlstate: "23505", subject: "t_pkey", statement: "insert", count: 2, total: null, max: null }],
  },
);

function written(workload: WorkloadData, limits = ALL): string {
  return [...workloadJson(workload, limits, "1.0.0")].join("");
}

test("what is written is read back, and is told from a log", () => {
  const text = written(WHOLE);
  expect(readWorkloadFile("a.workload.json", text)).toEqual({ workload: WHOLE, leftOut: { statements: 0, calls: 0, totalMs: 0 } });
  expect(isWorkloadFile(text)).toBe(true);
  expect(isWorkloadFile('{"timestamp":"2026-01-01","message":"duration: 1 ms  statement: select 1"}')).toBe(false);
});

test("nothing in it reaches a terminal unescaped", () => {
  expect(unseenIn(written(WHOLE).replaceAll("\n", ""))).toEqual([]);
});

test("what was left out is said, and read", () => {
  const text = written(WHOLE, { ...ALL, minCalls: 5 });
  expect(JSON.parse(text).statements).toMatchObject([{ calls: 7, meanMs: null }]);
  expect(readWorkloadFile("a", text).leftOut).toEqual({ statements: 1, calls: 3, totalMs: 1 });
});

test.each<[string, string, RegExp]>([
  ["no JSON", "{", /not JSON/],
  ["another version", written(WHOLE).replace('"schemaVersion": 1', '"schemaVersion": 2'), /version 2/],
  ["half of it", JSON.stringify({ schemaVersion: 1, origin: "log" }), /window/],
  ["a negative count", written(WHOLE).replace('"calls":7', '"calls":-7'), /calls/],
  ["a list", "[]", /top/],
])("%s is refused", (_, text, why) => {
  expect(() => readWorkloadFile("a.workload.json", text)).toThrow(PgassayError);
  expect(() => readWorkloadFile("a.workload.json", text)).toThrow(why);
});
