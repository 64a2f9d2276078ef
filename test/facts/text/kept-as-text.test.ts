import { expect, test } from "vitest";
import { type TextContent, textThatHolds, wordsFor } from "../../../src/facts/text/kept-as-text.ts";
import type { Table } from "../../../src/model/catalog.ts";
import { link } from "../../../src/model/link.ts";
import type { ColumnSampleData } from "../../../src/model/snapshot.ts";
import { column, schema, table } from "../../catalog-data.ts";

function answersFor(content: TextContent, name: string, sample: Partial<ColumnSampleData>) {
  const catalog = link({ schemas: [schema("public", { tables: [table("t", [column(name, "text")])] })] });
  const values = Object.values(sample.classes ?? {}).reduce((sum, count) => sum + count, 0);
  const counted: ColumnSampleData = { name, values, classes: {}, lengthMedian: 8, lengthP95: 8, distinct: values, ...sample };
  return textThatHolds(content, catalog.tables[0] as Table, () => counted);
}

test.each([
  ["uuid", "ref", { uuid: 50 }, "all of 50 sampled values look like uuid"],
  ["number", "reading", { integer: 30, decimal: 20 }, "all of 50 sampled values look like integer or decimal"],
  ["time", "seen", { timestamp: 50 }, "all of 50 sampled values look like timestamp"],
  ["json", "settings", { json: 50 }, "all of 50 sampled values look like json"],
] as const)("a sample shows a %s that no name tells", (content, name, classes, because) => {
  expect(answersFor(content, name, { classes })).toMatchObject([{ because, likely: true, from: "pgassay --sample" }]);
});

test("two words are yes and no, three are not", () => {
  expect(answersFor("boolean", "state", { classes: { boolean: 50 }, distinct: 2 })).toHaveLength(1);
  expect(answersFor("boolean", "state", { classes: { boolean: 50 }, distinct: 3 })).toEqual([]);
});

test("one other value refutes what the name says", () => {
  expect(answersFor("uuid", "uuid", { classes: { uuid: 49, other: 1 } })).toEqual([]);
  expect(answersFor("uuid", "uuid", { classes: { uuid: 50 }, distinct: 1 })).toEqual([]);
});

test("too few values say nothing, and the name is heard", () => {
  expect(answersFor("uuid", "uuid", { classes: { other: 19 } })).toMatchObject([{ because: "its name says so", likely: false }]);
  expect(answersFor("uuid", "ref", { classes: { uuid: 19 } })).toEqual([]);
});

test("digits of a code are no numbers", () => {
  expect(answersFor("number", "zip_code", { classes: { integer: 50 } })).toEqual([]);
});

test("both words of a pair, as the one is written", () => {
  expect([wordsFor("Y"), wordsFor("false"), wordsFor("No"), wordsFor("1"), wordsFor("x")]).toEqual([
    { yes: "Y", no: "N" },
    { yes: "true", no: "false" },
    { yes: "Yes", no: "No" },
    { yes: "1", no: "0" },
    null,
  ]);
});
