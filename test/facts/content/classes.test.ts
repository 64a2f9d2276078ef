import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONTENT_PATTERNS } from "../../../src/facts/content/classes.ts";
import { CONTENT_CLASSES } from "../../../src/model/snapshot.ts";
import { classOf } from "../../content-class.ts";
import { EXAMPLES } from "../../content-examples.ts";

describe("content classes", () => {
  test("are tried in the order of their list, each once, with `other` for the rest", () => {
    expect([...CONTENT_PATTERNS.map((item) => item.class), "other"]).toEqual([...CONTENT_CLASSES]);
    expect(Object.keys(EXAMPLES)).toEqual([...CONTENT_CLASSES]);
  });

  test.each(Object.entries(EXAMPLES).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
    "%s: %j",
    (name, value) => {
      expect(classOf(value)).toBe(name);
    },
  );

  test("a value of one class with something before it is of another", () => {
    const marked = ["jwt", "api key", "bcrypt", "argon2", "digest", "vault", "kms", "fernet", "uuid", "card-like"] as const;
    for (const name of marked) for (const value of EXAMPLES[name]) expect([name, classOf(`note: ${value}`)]).toEqual([name, "other"]);
  });

  test("random bytes are what their encoding is", () => {
    const bytes = fc.uint8Array({ minLength: 18, maxLength: 60 }).map((array) => Buffer.from(array).toString("hex"));
    fc.assert(
      fc.property(bytes, (hex) => {
        expect(["hex", "digest", "integer", "decimal", "card-like"]).toContain(classOf(hex));
      }),
    );
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(classOf(uuid)).toBe("uuid");
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n) + 1n, max: 10n ** 12n - 1n }), (integer) => {
        expect(classOf(String(integer))).toBe("integer");
      }),
    );
  });

  // The engine counts steps for nobody; a shape that goes back over the text never ends on these.
  test.each(CONTENT_PATTERNS.map((item) => [item.class, item] as const))("%s is linear", (_, { pattern }) => {
    const expression = new RegExp(pattern, "s");
    for (const unit of ["a", "aA1", "1", "1,111", "-", ".", "eyJaaaaaaaa.", " ", "[", '{"', "a@a.", "{argon2", "aaaaaaaa--", "$"])
      expect(typeof expression.test(`${unit.repeat(50_000)}\u0000`)).toBe("boolean");
  });

  test("hold nothing that the server reads in another way", () => {
    for (const { pattern } of CONTENT_PATTERNS) {
      // The server repeats 255 times at most, has no named groups and no lazy repetition that keeps to itself.
      for (const [, low = "0", high = "0"] of pattern.matchAll(/\{(\d+),?(\d*)\}/g))
        expect(Math.max(Number(low), Number(high))).toBeLessThan(256);
      expect(pattern).not.toMatch(/[*+?}]\?(?!:)|\(\?[<P]|\\[bBdDwW]|\[\^?[^\]]*\[[.:=]/);
    }
  });
});
