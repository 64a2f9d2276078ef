import { defineRule, type Retyped, retypedColumns, type Sample, type Table, textThatHolds, textToBoolean, z } from "#rule";

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
  *check(table, { sample }) {
    const answers = answersOf(table, sample);
    if (answers.length === 0) return;
    yield {
      message: "text",
      data: { table: table.name, columns: answers.map(({ column }) => column.name).join(", ") },
      confidence: answers.some(({ likely }) => likely) ? "likely" : "heuristic",
      evidence: answers.map(({ column, because, from }) => ({
        label: column.name,
        value: `${column.type.text}: ${because}`,
        from,
      })),
      related: answers.map(({ column }) => column),
    };
  },
  fix(table, _, { sample, server }) {
    const columns = answersOf(table, sample).map(({ column }) => textToBoolean(column, server));
    const [first, ...rest] = columns;
    // Part of the columns would leave the finding as it is.
    if (first === undefined || columns.includes(null)) return undefined;
    return retypedColumns(`Store yes and no of ${table.name} as their own type`, [first, ...rest] as [Retyped, ...Retyped[]]);
  },
});

function answersOf(table: Table, sample: Sample | undefined) {
  return textThatHolds("boolean", table, (column) => sample?.content(column));
}
