import { formatted } from "./files.ts";

/** A rule that compiles, passes the linter, and fails its fixture until its check is written. */
export function newRule(category: string, id: string): string {
  const text = `
import { defineRule, z } from "#rule";

export default defineRule({
  id: "${id}",
  on: "table",
  needs: [],
  category: "${category}",
  severity: "warning",
  confidence: "certain",
  recommended: false,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "One sentence: what is reported.",
    why: "What goes wrong, and when.",
    remedy: "What to do, and what the generated fix does.",
    ignoreWhen: "When the pattern is right.",
    links: [],
  },
  options: z.object({}),
  messages: { found: "{table} …" },
  *check(table) {
    const isWrong: boolean = table.comment === "the pattern";
    if (isWrong) yield { message: "found", data: { table: table.name } };
  },
});
`;
  return formatted({ file: `rules/${category}/${id}.ts`, text }).text;
}

export function newFixture(): string {
  return `-- case: the pattern in its plainest form
-- finds: found public.example
CREATE TABLE example (id bigint PRIMARY KEY);

-- case: what looks alike and is right
-- finds: nothing
-- because: say why silence is right
CREATE TABLE example (id bigint PRIMARY KEY);
`;
}
