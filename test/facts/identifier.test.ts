import fc from "fast-check";
import { expect, test } from "vitest";
import { dollarQuoted, freshName, ident, literal, MAX_IDENTIFIER_BYTES } from "../../src/facts/identifier.ts";

test("quotes only what needs it", () => {
  expect(["orders", "Order", "order", "a b", 'a"b', "1a", "é", "name", "$x"].map(ident)).toEqual([
    "orders",
    '"Order"',
    '"order"',
    '"a b"',
    '"a""b"',
    '"1a"',
    '"é"',
    "name",
    '"$x"',
  ]);
});

test("29. writes literals that read the same with standard_conforming_strings on and off", () => {
  expect(literal("it's")).toBe("'it''s'");
  expect(literal("a\\b'c")).toBe(" E'a\\\\b''c'");
});

test("a dollar quote never ends inside its body", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("$", "b", "o", "d", "y", "1", "2", "x") }), (body) => {
      const quoted = dollarQuoted(body);
      const tag = /^\$\w*\$/.exec(quoted)?.[0] as string;
      expect(quoted.indexOf(tag, tag.length)).toBe(quoted.length - tag.length);
      expect(quoted.slice(tag.length, -tag.length)).toBe(body);
    }),
  );
});

test("27. fresh names fit into 63 bytes, keep their suffix, avoid what is taken, and differ where the whole names differ", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ unit: "binary", maxLength: 200 }), (a, b) => {
      const one = freshName([a], "_idx", new Set());
      const other = freshName([b], "_idx", new Set([one]));
      expect(Buffer.byteLength(one)).toBeLessThanOrEqual(MAX_IDENTIFIER_BYTES);
      expect(one.endsWith("_idx")).toBe(true);
      expect(other).not.toBe(one);
      if (a !== b) expect(freshName([b], "_idx", new Set())).not.toBe(one);
    }),
  );
});
