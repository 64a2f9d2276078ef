import { defineRule, keptAsText, textToJsonb, z } from "#rule";

export default defineRule({
  id: "json-as-text",
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
    summary: "A table keeps JSON documents as text.",
    why: "Nothing checks that the text is a document, every look into it parses it again, and no index can answer what it contains.",
    remedy:
      "Use jsonb. From PostgreSQL 16 on, the fix adds a second column, converts in batches, proves the result and swaps the names; it stops before the first change when a value is no document.",
    ignoreWhen: "The exact text matters, as for a signature over it, or documents are only ever handed through.",
    links: ["https://www.postgresql.org/docs/current/datatype-json.html"],
  },
  options: z.object({}),
  messages: {
    text: "{table} keeps documents as text: {columns}.",
  },
  ...keptAsText("json", "documents", textToJsonb),
});
