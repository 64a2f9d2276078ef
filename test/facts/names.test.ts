import { describe, expect, test } from "vitest";
import { hasPhrase, lexicon, singular, termsOf, wordsOf } from "../../src/facts/names.ts";

describe("the words of an identifier", () => {
  test.each([
    ["unit_price", ["unit", "price"]],
    ["unitPrice", ["unit", "price"]],
    ["UnitPrice2", ["unit", "price", "2"]],
    ["UNIT_PRICE", ["unit", "price"]],
    ["HTTPServerURL", ["http", "server", "url"]],
    ["unit price ($)", ["unit", "price"]],
    ["Gebühr", ["gebuhr"]],
    ["Größe", ["grosse"]],
    ["mfaSecret", ["mfa", "secret"]],
    ["__", []],
    ["金額", ["金額"]],
  ])("%s", (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });
});

test.each([
  ["prices", "price"],
  ["taxes", "tax"],
  ["salaries", "salary"],
  ["branches", "branch"],
  ["address", "address"],
  ["status", "status"],
  ["basis", "basis"],
  ["gas", "gas"],
])("the singular of %s is %s", (plural, one) => {
  expect(singular(plural)).toBe(one);
});

describe("words run together", () => {
  const vocabulary = lexicon("unit price access token cost basis");
  test.each([
    ["unitprice", ["unit", "price"]],
    ["accesstokens", ["access", "token"]],
    ["costbasis", ["cost", "basis"]],
    ["unitary", ["unitary"]],
    ["enterprise", ["enterprise"]],
  ])("%s", (name, terms) => {
    expect(termsOf(name, vocabulary)).toEqual(terms);
  });
});

test("a phrase counts only in one piece and in its order", () => {
  expect(hasPhrase(["my", "cost", "basis"], ["cost", "basis"])).toBe(true);
  expect(hasPhrase(["basis", "cost"], ["cost", "basis"])).toBe(false);
  expect(hasPhrase(["cost", "of", "basis"], ["cost", "basis"])).toBe(false);
});
