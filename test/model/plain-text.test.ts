import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainLines, plainText } from "../../src/model/plain-text.ts";
import { unseenIn } from "../unseen.ts";

describe("plain text", () => {
  test.each([
    ["\u001b[31mred", "\\u{1B}[31mred"],
    ["a\nb\tc\r", "a\\u{A}b\\u{9}c\\u{D}"],
    ["evil\u202eeman", "evil\\u{202E}eman"],
    ["zero\u200bwidth", "zero\\u{200B}width"],
    ["\u009b2J", "\\u{9B}2J"],
    ["\ud800", "\\u{D800}"],
    ["tag\u{e0041}", "tag\\u{E0041}"],
    ["naïve 日本 😀", "naïve 日本 😀"],
  ])("%j is printed as %j", (text, printed) => {
    expect(plainText(text)).toBe(printed);
  });

  test("nothing unseen is left of any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => unseenIn(plainText(text)).length === 0));
  });

  test("lines stay lines", () => {
    expect(plainLines("a\nb\u001b")).toBe("a\nb\\u{1B}");
  });
});
