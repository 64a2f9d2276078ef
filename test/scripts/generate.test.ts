import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { staleIn } from "../../scripts/generate/files.ts";
import { newFixture, newRule } from "../../scripts/generate/new-rule.ts";
import { examplesOf, ruleExamples } from "../../scripts/generate/rule-examples.ts";
import { ruleIndex } from "../../scripts/generate/rule-index.ts";
import { listRules } from "../../scripts/generate/rule-list.ts";
import { rulePages } from "../../scripts/generate/rule-pages.ts";
import { jsonSchemas } from "../../scripts/generate/schemas.ts";
import { readCases } from "../../src/testing/fixture.ts";

const root = path.join(import.meta.dirname, "../..");

describe("the generators", () => {
  test("write the same text twice", async () => {
    const once = await listRules(root);
    const again = await listRules(root);
    const all = (rules: typeof once) => [
      ruleIndex(rules),
      ruleExamples(rules),
      ...rulePages(rules, new Map()),
      ...jsonSchemas(rules.map(({ rule }) => rule)),
    ];
    expect(all(again)).toEqual(all(once));
  });

  test("name every rule in the index, with a page that has an example and a look-alike", async () => {
    const rules = await listRules(root);
    const index = ruleIndex(rules).text;
    for (const { rule, file, cases } of rules) {
      expect(index).toContain(`from "./${file.replace("rules/", "")}"`);
      expect(examplesOf(cases).bad, `${rule.id} has no case that finds something`).not.toBeNull();
      expect(examplesOf(cases).good, `${rule.id} has no look-alike`).not.toBeNull();
    }
  });

  test("find what is stale, and what is missing", () => {
    const files = [
      { file: "same", text: "a" },
      { file: "changed", text: "b" },
      { file: "missing", text: "c" },
    ];
    const disk = new Map([
      ["same", "a"],
      ["changed", "x"],
    ]);
    expect(staleIn(files, (file) => disk.get(file) ?? null).map(({ file }) => file)).toEqual(["changed", "missing"]);
  });

  test("a new rule comes with a fixture that asks for a finding and a silence", () => {
    expect(newRule("keys", "my-pattern")).toContain('id: "my-pattern"');
    expect(readCases(newFixture()).map(({ finds }) => finds.length)).toEqual([1, 0]);
  });

  test.each([[[]], [["keys"]], [["nothing/my-rule"]], [["keys/My_Rule"]], [["keys/../x"]], [["keys/float-money/x"]]])(
    "new-rule %j is refused",
    (argv) => {
      const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", path.join(root, "scripts/new-rule.ts"), ...argv], {
        cwd: root,
        encoding: "utf8",
      });
      expect(status).toBe(2);
      expect(stderr).toContain("usage:");
    },
  );
});
