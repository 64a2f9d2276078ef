import { describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import { isInPreset, PRESETS } from "../../src/config/presets.ts";

const ids = (preset: (typeof PRESETS)[number]) => rules.filter((rule) => isInPreset(preset, rule)).map((rule) => rule.id);

describe("presets", () => {
  test.each(PRESETS)("%s holds rules", (preset) => {
    expect(ids(preset).length).toBeGreaterThan(0);
  });

  test("each holds what its name says", () => {
    expect(ids("recommended")).toEqual(rules.filter((rule) => rule.recommended).map((rule) => rule.id));
    expect(ids("strict")).toEqual(expect.arrayContaining(ids("recommended")));
    expect(ids("all")).toEqual(rules.map((rule) => rule.id));
    expect(ids("money")).toEqual(rules.filter((rule) => rule.category === "money").map((rule) => rule.id));
    expect(ids("security")).toContain("plaintext-secret");
  });
});
