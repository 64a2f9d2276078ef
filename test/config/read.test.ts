import { describe, expect, test } from "vitest";
import { mergeConfigs } from "../../src/config/merge.ts";
import { readConfig } from "../../src/config/read.ts";
import { PgassayError } from "../../src/model/failure.ts";

const said = (value: unknown): string => {
  try {
    readConfig(value, "c.json");
  } catch (error) {
    if (error instanceof PgassayError) return `${error.what}: ${error.why}`;
    throw error;
  }
  return "nothing";
};

describe("a configuration", () => {
  test.each<[unknown, string]>([
    [{}, "nothing"],
    [{ rules: { "float-money": "off", "money-type": ["error", { scale: 2 }] }, overrides: [{ objects: "a.*", rules: {} }] }, "nothing"],
    [{ source: "postgres://db.example/app" }, "nothing"],
    [{ rule: {} }, "c.json has the key rule: did you mean rules?"],
    [{ zzz: 1 }, "c.json has the key zzz: it is not known"],
    [{ ignores: [{ object: "a", reson: "x", reason: "y" }] }, "c.json has the key ignores.0.reson: it is not known"],
    [{ ignores: [{ object: "a" }] }, "ignores.0.reason in c.json: expected string, received undefined"],
    [{ pgVersion: 9 }, "pgVersion in c.json: Too small: expected number to be >=12"],
    [{ failOn: "fatal" }, 'failOn in c.json: Invalid option: expected one of "error"|"warning"|"info"|"never"'],
    [{ rules: { a: 3 } }, "rules.a in c.json: Invalid input"],
    [[], "c.json: expected object, received array"],
    [null, "c.json: expected object, received null"],
    [{ source: "postgres://me:secret@db/app" }, "source in c.json: it holds a password"],
    [{ source: ["host=db password=secret"] }, "source in c.json: it holds a password"],
    [{ packs: [{ name: "x" }] }, "packs.0 in c.json: Invalid input"],
  ])("%j: %s", (value, expected) => {
    expect(said(value)).toBe(expected);
  });

  test("the password itself is not repeated", () => {
    expect(said({ source: "postgres://me:hunter2@db/app" })).not.toContain("hunter2");
  });
});

test("later configurations win rule by rule, and lists grow", () => {
  const merged = mergeConfigs([
    { rules: { a: ["error", { n: 1 }], b: "info" }, exclude: ["x"], failOn: "info", include: ["i"] },
    { rules: { a: "warning", c: "off" }, exclude: ["y"], failOn: "error" },
  ]);
  expect(merged).toEqual({
    rules: { a: ["warning", { n: 1 }], b: "info", c: "off" },
    exclude: ["x", "y"],
    include: ["i"],
    failOn: "error",
    reporters: {},
  });
});
