import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const decisions = join(import.meta.dirname, "../docs/decisions");

/** The numbers at the beginning of a test's name: `"23, 24. a role …"`. */
function named(): readonly number[] {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
  const texts = files.filter((file) => !file.includes("node_modules")).map((file) => readFileSync(join(import.meta.dirname, file), "utf8"));
  const names = texts.flatMap((text) => [...text.matchAll(/^\s*(?:test|\]|.*\btest\.each).*\(\s*"((?:\d+, )*\d+)\. /gm)]);
  return names.flatMap(([, numbers = ""]) => numbers.split(", ").map(Number));
}

/** The numbers that a decision speaks of: `- 41: there are no …`. */
function decided(): readonly number[] {
  const texts = readdirSync(decisions).map((file) => readFileSync(join(decisions, file), "utf8"));
  return texts.flatMap((text) => [...text.matchAll(/^- (\d+): /gm)].map(([, number]) => Number(number)));
}

test("every case of the reliability list has a test, or a decision that says why not", () => {
  const accounted = new Set([...named(), ...decided()]);
  const cases = Array.from({ length: 51 }, (_, at) => at + 1);
  expect(cases.filter((number) => !accounted.has(number))).toEqual([]);
});

test("all but those that the design leaves nothing of have a test", () => {
  const shown = new Set(named());
  expect(Array.from({ length: 51 }, (_, at) => at + 1).filter((number) => !shown.has(number))).toEqual([41]);
});
