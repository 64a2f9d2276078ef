import { expect, test } from "vitest";
import { isMoneyColumn, type MoneyWords, moneySigns } from "../../src/facts/money/money-column.ts";
import type { Column } from "../../src/model/catalog.ts";
import { link } from "../../src/model/link.ts";
import * as catalog from "../catalog-data.ts";

/** The first of the columns, each written as `name type`. */
function columnOf(table: string, ...columns: readonly string[]): Column {
  const data = columns.map((text) => catalog.column(...(text.split(" ") as [string, string])));
  const { tables } = link({ schemas: [catalog.schema("s", { tables: [catalog.table(table, data)] })] });
  return tables[0]?.columns[0] as Column;
}

test.each<[string, readonly string[], boolean]>([
  ["t", ["price numeric"], true],
  ["t", ["price text"], false],
  ["t", ["weight numeric"], false],
  ["t", ["total numeric"], false],
  // The type says it, whatever the name is.
  ["t", ["weight money"], true],
  // An integer counts many other things, and needs a second sign.
  ["t", ["price int4"], false],
  ["orders", ["price int4"], true],
  ["accounts", ["balance int4"], false],
  ["accounts", ["balance int8", "currency text"], true],
  ["recipes", ["price int4"], false],
])("in %s, of %j the first is money: %s", (table, columns, money) => {
  expect(isMoneyColumn(columnOf(table, ...columns))).toBe(money);
});

test("words of one question are forgotten at the next", () => {
  const column = columnOf("t", "bakshish numeric");
  const ask = (words?: MoneyWords) => isMoneyColumn(column, words);
  expect([ask(), ask({ extraWords: ["bakshish"] }), ask(), ask({ extraWords: [], ignoredWords: [] })]).toEqual([false, true, false, false]);
  const price = columnOf("t", "price numeric");
  expect([isMoneyColumn(price), isMoneyColumn(price, { ignoredWords: ["price"] }), isMoneyColumn(price)]).toEqual([true, false, true]);
});

test("the signs are those of the neighbours, where the name may be money at all", () => {
  const words = (column: Column, given?: MoneyWords) => moneySigns(column, given).signs.map(({ from, word }) => `${from}: ${word}`);
  expect(words(columnOf("orders", "total numeric", "fee numeric"))).toEqual(["name: total", "table: orders", "sibling: fee"]);
  expect(words(columnOf("orders", "total numeric", "tip numeric"), { extraWords: ["tip"] })).toContain("sibling: tip");
  expect(words(columnOf("orders", "weight numeric", "fee numeric"))).toEqual(["name: weight"]);
});
