import { describe, expect, test } from "vitest";
import { writtenSuppressions } from "../../../src/sources/replay/written-suppressions.ts";

const covers = (sql: string) =>
  writtenSuppressions({ name: "s.sql", bytes: Buffer.from(sql) } as never).map(({ rules, line, from, to }) => [...rules, line, from, to]);

describe("pgassay-ignore", () => {
  test.each<[string, string, unknown[]]>([
    ["before a statement covers it", "-- x\n-- pgassay-ignore a: r\nCREATE TABLE t (\n  b int\n);\n", [["a", 2, 3, 5]]],
    [
      "within one covers the next line of code",
      "CREATE TABLE t (\n  -- pgassay-ignore a: r\n\n  -- why\n  b int,\n  c int\n);",
      [["a", 2, 3, 5]],
    ],
    ["after code covers its line", "CREATE TABLE t (\n  b int, -- pgassay-ignore a: r\n  c int\n);", [["a", 2, 2, 2]]],
    ["after the semicolon covers its line", "CREATE TABLE t (b int); -- pgassay-ignore a: r\nCREATE TABLE u (b int);", [["a", 1, 1, 1]]],
    [
      "start and end",
      "-- pgassay-ignore-start a: r\nSELECT 1;\n-- pgassay-ignore-start b: r\nSELECT 2;\n-- pgassay-ignore-end\nSELECT 3;",
      [
        ["a", 1, 1, 5],
        ["b", 3, 3, 5],
      ],
    ],
    ["a start without an end", "SELECT 1;\n-- pgassay-ignore-start a: r\nSELECT 2;", [["a", 2, 2, null]]],
    ["the file", "SELECT 1;\n-- pgassay-ignore-file a: r", [["a", 2, 1, null]]],
    ["in a string it is text", "SELECT '\n-- pgassay-ignore a: r\n', \"\n-- pgassay-ignore b: r\n\", $$\n-- pgassay-ignore c: r\n$$;", []],
    ["further in a comment it is talk", "-- see pgassay-ignore\nSELECT 1;", []],
    ["with another word behind it, it is another word", "-- pgassay-ignored a: r\nSELECT 1;", []],
  ])("%s", (_, sql, expected) => {
    expect(covers(sql)).toEqual(expected);
  });

  test("in rows of COPY it is data", () => {
    expect(covers("COPY t FROM stdin;\n-- pgassay-ignore a: r\n\\.\nSELECT 1;")).toEqual([]);
  });
});
