import type { RuleCase } from "../../src/testing/fixture.ts";
import { formatted, type Generated } from "./files.ts";
import type { ListedRule } from "./rule-list.ts";

/** The first case that finds something, and the first that rightly does not. */
export function examplesOf(cases: readonly RuleCase[]): { readonly bad: RuleCase | null; readonly good: RuleCase | null } {
  return {
    bad: cases.find((one) => one.finds.length > 0) ?? null,
    good: cases.find((one) => one.finds.length === 0) ?? null,
  };
}

/** The schema of a case, and what was asked of it. */
export function exampleText({ sql, workload }: RuleCase): string {
  const asked = workload.map((line) => `-- ${line}`);
  return asked.length === 0 ? sql : `${sql}\n\n-- the workload\n${asked.join("\n")}`;
}

/** What `explain` shows: the fixtures themselves are not part of the package. */
export function ruleExamples(rules: readonly ListedRule[]): Generated {
  const entries = rules.map(({ rule, cases }) => {
    const { bad, good } = examplesOf(cases);
    const example = {
      bad: bad === null ? null : exampleText(bad),
      good: good === null ? null : { sql: exampleText(good), because: good.because },
    };
    return `${JSON.stringify(rule.id)}: ${JSON.stringify(example)},`;
  });
  const text = [
    "// Written by npm run generate, from the first cases of fixtures/rules.",
    "export interface RuleExample {",
    "  readonly bad: string | null;",
    "  readonly good: { readonly sql: string; readonly because: string | null } | null;",
    "}",
    "",
    `export const examples: Readonly<Record<string, RuleExample>> = {${entries.join("\n")}};`,
    "",
  ].join("\n");
  return formatted({ file: "rules/examples.ts", text });
}
