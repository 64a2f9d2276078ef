import { defineRule, keptAsText, textToBoolean, z } from "#rule";

export default defineRule({
  id: "boolean-as-text",
  on: "table",
  needs: [],
  uses: ["sample"],
  category: "types",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A table keeps yes and no as text.",
    why: "Whoever reads the column has to know whether it says Y, y, true or 1, a text takes any other word as well, and a condition on it is a comparison of strings.",
    remedy:
      "Use boolean. Where the default tells which words are meant, the fix adds a second column, converts in batches, proves the result and swaps the names; it stops before the first change when a value is neither of them.",
    ignoreWhen: "A third answer is to come.",
    links: ["https://www.postgresql.org/docs/current/datatype-boolean.html"],
  },
  options: z.object({}),
  messages: {
    text: "{table} keeps yes and no as text: {columns}.",
  },
  ...keptAsText("boolean", "yes and no", textToBoolean),
});
