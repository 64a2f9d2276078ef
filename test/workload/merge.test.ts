import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeWorkloads } from "../../src/workload/merge.ts";
import { readText } from "./log/read-text.ts";

const lines = fc.array(
  fc.record({
    process: fc.integer({ min: 1, max: 9 }),
    ms: fc.integer({ min: 0, max: 99_999 }),
    said: fc.constantFrom(
      "statement: SELECT a",
      "statement: SELECT b WHERE c = 1",
      "execute x: INSERT INTO t VALUES ($1)",
      "statement: BEGIN; COMMIT",
      "statement: SELECT 'x",
    ),
  }),
  { minLength: 1, maxLength: 30 },
);

function logOf(list: readonly { readonly process: number; readonly ms: number; readonly said: string }[], day: number): string {
  return list
    .map(({ process, ms, said }) => `2026-03-0${day} 10:00:00.000 UTC [${process}] LOG:  duration: ${(ms / 1000).toFixed(3)} ms  ${said}\n`)
    .join("");
}

describe("mergeWorkloads", () => {
  test("the sum of two logs is the log of both", () => {
    fc.assert(
      fc.property(lines, lines, (first, second) => {
        const [a, b] = [logOf(first, 1), logOf(second, 2)];
        const { window, statements, events, coverage } = readText(a + b).workload;
        const merged = mergeWorkloads([readText(a).workload, readText(b).workload]);
        expect({ window: merged.window, statements: merged.statements, events: merged.events }).toEqual({ window, statements, events });
        expect(merged.coverage).toEqual(coverage);
      }),
      { numRuns: 100 },
    );
  });

  test("it makes no difference in which order they are added", () => {
    fc.assert(
      fc.property(lines, lines, lines, (...lists) => {
        const [a, b, c] = lists.map((list, at) => readText(logOf(list, at + 1)).workload);
        if (a === undefined || b === undefined || c === undefined) throw new Error("there are three");
        expect(mergeWorkloads([mergeWorkloads([c, a]), b])).toEqual(mergeWorkloads([a, mergeWorkloads([b, c])]));
      }),
      { numRuns: 50 },
    );
  });

  test("one alone is itself, and none is a mistake", () => {
    const { workload } = readText(logOf([{ process: 1, ms: 5, said: "statement: SELECT a" }], 1));
    expect(mergeWorkloads([workload])).toEqual(workload);
    expect(() => mergeWorkloads([])).toThrow();
  });
});
