import { formatted, type Generated } from "./files.ts";
import type { ListedRule } from "./rule-list.ts";

export function ruleIndex(rules: readonly ListedRule[]): Generated {
  const imports = rules.map(({ rule, file }) => `import ${camel(rule.id)} from "./${file.replace(/^rules\//, "")}";`);
  const text = [
    "// Written by npm run generate.",
    'import type { AnyRule } from "#rule";',
    ...imports,
    "",
    "/** The built-in rules, by category and id. */",
    `const rules: readonly AnyRule[] = [${rules.map(({ rule }) => camel(rule.id)).join(", ")}];`,
    "export default rules;",
    "",
  ].join("\n");
  return formatted({ file: "rules/index.ts", text });
}

function camel(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
