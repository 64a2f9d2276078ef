import { defineRule, keptAsText, textToUuid, z } from "#rule";

export default defineRule({
  id: "uuid-as-text",
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
    summary: "A table keeps uuids as text.",
    why: "Text takes more than twice the bytes of a uuid, in the table and in every index and reference, and two spellings of one uuid, in capitals or in braces, are different texts.",
    remedy:
      "Use uuid. The fix adds a second column, converts in batches, proves the result and swaps the names; it stops before the first change when a value is no uuid. A key that others refer to is changed together with them, by a plan of your own.",
    ignoreWhen: "The column also holds ids of another form.",
    links: ["https://www.postgresql.org/docs/current/datatype-uuid.html"],
  },
  options: z.object({}),
  messages: {
    text: "{table} keeps uuids as text: {columns}.",
  },
  ...keptAsText("uuid", "uuids", textToUuid),
});
