import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { condensed } from "../../../src/workload/log/condense.ts";
import { Mask } from "../../../src/workload/log/mask.ts";
import { normalise } from "../../../src/workload/normalise.ts";
import { grammar } from "./read-text.ts";

function hashOf(sql: string): string {
  const mask = new Mask(1);
  const bytes = Buffer.from(`before ${sql} behind`);
  mask.read(bytes, 7, bytes.length - 7);
  return `${mask.h1} ${mask.h2}`;
}

function valuesOf(sql: string): number[] {
  const mask = new Mask(1);
  const bytes = Buffer.from(sql);
  mask.read(bytes, 0, bytes.length);
  return [...mask.values.subarray(0, mask.valueCount)];
}

const word = fc.constantFrom(
  "select",
  "a",
  "t1",
  "in",
  "IN",
  "from",
  "e",
  "E",
  "n",
  "x",
  "u&",
  "values",
  "and",
  "B",
  "_1",
  "é",
  "a$1",
  "array",
  "limit",
);
const number = fc.constantFrom("1", "22", "1.5", ".5", "1e5", "1e-5", "1e", "0x1F", "1_000", "1..2", "0b11", "12abc", "1.", "5and");
const string = fc.constantFrom(
  "'a'",
  "''",
  "'it''s'",
  "'1'",
  "'\\'",
  "'(1, 2)'",
  "'--'",
  "'/*'",
  "'a\nb'",
  "$$x$$",
  "$t$ $$ $t$",
  "'open",
  "$$open",
  "'$1'",
);
const sign = fc.constantFrom(
  "(",
  ")",
  ",",
  "-",
  "--",
  "/*",
  "*/",
  "/",
  "=",
  "$1",
  "$12",
  "$",
  ";",
  "::",
  "[",
  "]",
  '"a 1"',
  '"a 2"',
  '"a""b"',
  '"open',
  "->>",
  "+",
  ":",
  ".",
);
const list = fc
  .array(fc.constantFrom("1", "'a'", "$1", "-2", "$2", "''", "x", "1::int"), { minLength: 1, maxLength: 4 })
  .map((it) => `in (${it.join(", ")})`);
const blank = fc.constantFrom(" ", " ", "", "  ", "\n", "\t", "\n\t", " -- c\n", " /* c */ ", "/* a /* b */ */");
const sql = fc
  .array(fc.tuple(fc.oneof(word, number, string, sign, list), blank), { minLength: 1, maxLength: 7 })
  .map((parts) => parts.flat().join(""));

describe("mask", () => {
  test("equal hashes mean equal normalised texts", () => {
    const texts = new Map<string, readonly [string, string]>();
    fc.assert(
      fc.property(sql, (text) => {
        const hash = hashOf(text);
        const normal = JSON.stringify(normalise(text, grammar));
        const known = texts.get(hash);
        if (known !== undefined) expect({ text: known[0], other: text, normal }).toEqual({ text: known[0], other: text, normal: known[1] });
        texts.set(hash, [text, normal]);
      }),
      { numRuns: 10_000 },
    );
    expect(texts.size).toBeGreaterThan(1500);
  });

  test("what is condensed normalises to the same", () => {
    fc.assert(
      fc.property(sql, (text) => {
        const bytes = Buffer.from(`before ${text} behind`);
        expect(normalise(condensed(bytes, 7, bytes.length - 7), grammar)).toEqual(normalise(text, grammar));
      }),
      { numRuns: 5000 },
    );
    const long = Buffer.from(`INSERT INTO t (a, b) VALUES ${"(1, 'x (', now()), ".repeat(50_000)}(2, '', now()) -- ${"x".repeat(9000)}`);
    expect(condensed(long, 0, long.length)).toBe("INSERT INTO t (a, b) VALUES (.0, '', now()) /**/");
    const list = Buffer.from(`SELECT * FROM t WHERE a IN (${"'abc', ".repeat(50_000)}'def') AND b = $$${"y".repeat(9000)}$$`);
    expect(condensed(list, 0, list.length)).toBe("SELECT * FROM t WHERE a IN ('') AND b = $$$$");
  });

  test.each([
    ["a number that cannot be read", "0b1122 in (1)"],
    ["a parameter that cannot be read", "$0b1122 'a'"],
    ["an escape behind a dollar quote", "$t$ $$ $t$E'\\' ( "],
    ["an escape in a string that goes on in the next line", "e'a'\n\t'\\' 1"],
    ["a list and rows in a name", "select 1 \"open in ($2, '') values (1), (1)\""],
  ])("%s is condensed with care", (_, text) => {
    const bytes = Buffer.from(text);
    expect(normalise(condensed(bytes, 0, bytes.length), grammar)).toEqual(normalise(text, grammar));
  });

  test("a dollar quote is no string behind U&, and its hash is another", () => {
    expect(hashOf("u&$$x$$")).not.toBe(hashOf("u&'x'"));
    expect(normalise("u&$$x$$", grammar)).not.toEqual(normalise("u&'x'", grammar));
  });

  test("constants, comments and the amount of whitespace make no difference", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.constantFrom(" ", "\n", "\t ", "/* 5 */", "-- 'x\n"), (text, count, gap) => {
        const quoted = text.replaceAll("'", "''");
        const written = `SELECT${gap}a FROM t WHERE b = '${quoted}' AND c = ${count} AND d IN (${"1, ".repeat(count % 5)}2)`;
        expect(hashOf(written)).toBe(hashOf("SELECT a FROM t WHERE b = '' AND c = 0 AND d IN (7)"));
      }),
    );
  });

  test.each([
    ["SELECT a", "SELECT b"],
    ["SELECT t1", "SELECT t2"],
    ['SELECT "a 1"', 'SELECT "a 2"'],
    ["SELECT $1", "SELECT $2"],
    ["SELECT f(1)", "SELECT f(1, 2)"],
    ["SELECT 'open", "SELECT 'open'"],
    ["COMMENT ON TABLE t IS 'a'", "COMMENT ON TABLE t IS 5"],
  ])("%s is not %s", (a, b) => {
    expect(hashOf(a)).not.toBe(hashOf(b));
  });

  test("a constant has one hash, however it is written", () => {
    expect(valuesOf("SELECT 'abc'")).toEqual(valuesOf("SELECT $$abc$$"));
    expect(valuesOf("SELECT 42")).toEqual(valuesOf("SELECT '42'"));
    expect(valuesOf("SELECT 42")).not.toEqual(valuesOf("SELECT 43"));
    expect(valuesOf("SELECT ''")).toEqual([]);
    expect(valuesOf(`SELECT ${Array.from({ length: 99 }, (_, at) => at + 1).join(", ")}`)).toHaveLength(16);
  });
});
