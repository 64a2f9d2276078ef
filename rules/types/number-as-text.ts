import { type Column, classifyMoney, defineRule, keptAsText, type Retyped, type Server, textToNumeric, z } from "#rule";

export default defineRule({
  id: "number-as-text",
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
    summary: "A table keeps numbers as text.",
    why: "Text is ordered by its characters, so that 10 comes before 9, a sum needs a cast in every query, and the first value that is no number fails all of them.",
    remedy:
      "Use numeric, or integer where there are no fractions. The fix adds a second column, converts in batches, proves the result and swaps the names; it stops before the first change when a value is no number. For money it is left to you, because the scale has to be chosen.",
    ignoreWhen: "The digits are a code that nobody adds up, or are kept as they were sent.",
    links: ["https://www.postgresql.org/docs/current/datatype-numeric.html"],
  },
  options: z.object({}),
  messages: {
    text: "{table} keeps numbers as text: {columns}.",
  },
  ...keptAsText("number", "numbers", toNumber),
});

/** The scale of an amount is a decision. */
function toNumber(column: Column, server: Server): Retyped | null {
  const { table } = column;
  const siblings = table.columns.filter((each) => each !== column).map(({ name }) => name);
  const { money } = classifyMoney({ column: column.name, table: table.name, siblings, comment: column.comment, checks: [] });
  return money ? null : textToNumeric(column, server);
}
