import { defineRule, keptAsText, textToDate, z } from "#rule";

export default defineRule({
  id: "time-as-text",
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
    summary: "A table keeps days or moments as text.",
    why: "Text takes days that do not exist and any other form of writing, is ordered by its characters, and is parsed by every query that compares it, under whatever DateStyle and time zone the session has.",
    remedy:
      "Use date for a day and timestamptz for a moment. For days of ten characters the fix adds a second column, reads YYYY-MM-DD in batches, proves the result and swaps the names; it stops before the first change when a value has another form. For moments it is left to you, because the zone has to be known.",
    ignoreWhen: "The text is kept as a provider sent it, or a day may lack its month or year.",
    links: ["https://www.postgresql.org/docs/current/datatype-datetime.html"],
  },
  options: z.object({}),
  messages: {
    text: "{table} keeps days or moments as text: {columns}.",
  },
  ...keptAsText("time", "days or moments", textToDate),
});
