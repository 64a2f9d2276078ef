import { describe, expect, test } from "vitest";
import { contentOfSecret } from "../../src/facts/secret/content.ts";
import type { ColumnSampleData } from "../../src/model/snapshot.ts";

type Classes = ColumnSampleData["classes"];

function sample(classes: Classes, more: Partial<ColumnSampleData> = {}): ColumnSampleData {
  const values = Object.values(classes).reduce((sum, count) => sum + count, 0);
  return { name: "c", values, classes, lengthMedian: 64, lengthP95: 64, distinct: values, ...more };
}

const verdict = (classes: Classes, more: Partial<ColumnSampleData> = {}, mayBeDigest = true) =>
  contentOfSecret(sample(classes, more), mayBeDigest);

describe("the content of a column that is named for secrets", () => {
  test("says nothing when there is none", () => {
    expect(contentOfSecret(undefined, true)).toBeNull();
    expect(verdict({})).toBeNull();
  });

  test.each<[string, Classes, Partial<ColumnSampleData>, string, string]>([
    ["tokens", { jwt: 92, other: 8 }, {}, "clear", "92 of 100 sampled values look like jwt"],
    ["keys and ids", { "api key": 3, uuid: 4, other: 3 }, {}, "clear", "7 of 10 sampled values look like api key or uuid"],
    ["a few that nobody has encrypted yet", { vault: 94, jwt: 6 }, {}, "clear", "6 of 100 sampled values look like jwt"],
    ["a stray one", { vault: 95, jwt: 5 }, {}, "protected", "95 of 100 sampled values look like vault"],
    ["several hashes", { bcrypt: 50, argon2: 50 }, {}, "protected", "100 of 100 sampled values look like bcrypt or argon2"],
    ["digests", { digest: 10 }, {}, "protected", "10 of 10 sampled values look like digest"],
    ["ciphertexts of a framework", { ciphertext: 10 }, {}, "protected", "10 of 10 sampled values look like ciphertext"],
    ["not quite all", { bcrypt: 94, other: 6 }, {}, "unclear", "94 of 100 sampled values look like bcrypt"],
    ["keys in PEM", { "private key": 10 }, {}, "clear", "10 of 10 sampled values look like private key"],
    [
      "what frameworks write",
      { scrypt: 2, pbkdf2: 2, pgp: 2, kms: 2, fernet: 2 },
      {},
      "protected",
      "10 of 10 sampled values look like scrypt or pbkdf2 or pgp or kms or fernet",
    ],
    [
      "facts",
      { boolean: 5, date: 5, decimal: 9, other: 1 },
      {},
      "protected",
      "19 of 20 sampled values look like boolean or date or decimal",
    ],
    ["the most frequent class", { other: 1, base64: 9 }, {}, "unclear", "9 of 10 sampled values look like base64"],
    ["a stray key", { base64: 95, hex: 5 }, { lengthP95: 48 }, "unclear", "95 of 100 sampled values look like base64"],
    [
      "a stray document",
      { other: 95, json: 5 },
      { lengthP95: 9 },
      "clear",
      "95 % of 100 sampled values have at most 9 characters, too few for a digest or a ciphertext",
    ],
    ["times", { timestamp: 99, other: 1 }, {}, "protected", "99 of 100 sampled values look like timestamp"],
    ["short hexadecimal", { hex: 10 }, { lengthP95: 48 }, "clear", "10 of 10 sampled values look like hex"],
    ["hexadecimal that could hold a nonce and a tag", { hex: 10 }, { lengthP95: 56 }, "unclear", "10 of 10 sampled values look like hex"],
    ["base64, which a ciphertext is too", { base64: 10 }, {}, "unclear", "10 of 10 sampled values look like base64"],
    [
      "nanoid",
      { base64: 10 },
      { lengthP95: 21 },
      "clear",
      "95 % of 10 sampled values have at most 21 characters, too few for a digest or a ciphertext",
    ],
    ["22 characters of base64 are a digest", { base64: 10 }, { lengthP95: 22 }, "unclear", "10 of 10 sampled values look like base64"],
    [
      "words",
      { other: 10 },
      { lengthP95: 9 },
      "clear",
      "95 % of 10 sampled values have at most 9 characters, too few for a digest or a ciphertext",
    ],
    ["a placeholder", { other: 10 }, { lengthP95: 9, distinct: 1 }, "unclear", "10 of 10 sampled values look like other"],
    ["empty documents", { json: 10 }, { lengthP95: 9, distinct: 2 }, "unclear", "10 of 10 sampled values look like json"],
  ])("%s", (_, classes, more, is, because) => {
    expect(verdict(classes, more)).toEqual({ is, because });
  });

  test("a digest is no protection where none can stand", () => {
    expect(verdict({ digest: 10 }, {}, false)).toEqual({ is: "unclear", because: "10 of 10 sampled values look like digest" });
  });
});
