import { CONTENT_PATTERNS } from "../src/facts/content/classes.ts";
import type { ContentClass } from "../src/model/snapshot.ts";

const expressions = CONTENT_PATTERNS.map((item) => ({ ...item, expression: new RegExp(item.pattern, "s") }));

/** What the server does with the patterns, in JavaScript. */
export function classOf(value: string): ContentClass {
  return expressions.find(({ expression, luhn }) => expression.test(value) && (luhn !== true || passesLuhn(value)))?.class ?? "other";
}

function passesLuhn(value: string): boolean {
  const digits = [...value.replace(/[ -]/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, at) => total + (at % 2 === 0 ? digit : Math.floor((digit * 2) / 10) + ((digit * 2) % 10)), 0);
  return sum % 10 === 0;
}
