import {
  type Column,
  classifyMoney,
  defineRule,
  type Retyped,
  retypedColumns,
  type Sample,
  type Server,
  type Table,
  textThatHolds,
  textToNumeric,
  z,
} from "#rule";

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
    const columns = answersOf(table, sample).map(({ column }) => toNumber(table, column, server));
    const [first, ...rest] = columns;
    // Part of the columns would leave the finding as it is.
    if (first === undefined || columns.includes(null)) return undefined;
    return retypedColumns(`Store numbers of ${table.name} as their own type`, [first, ...rest] as [Retyped, ...Retyped[]]);
  },
});

function answersOf(table: Table, sample: Sample | undefined) {
  return textThatHolds("number", table, (column) => sample?.content(column));
}

/** The scale of an amount is a decision. */
function toNumber(table: Table, column: Column, server: Server): Retyped | null {
  const siblings = table.columns.filter((each) => each !== column).map(({ name }) => name);
  const { money } = classifyMoney({ column: column.name, table: table.name, siblings, comment: column.comment, checks: [] });
  return money ? null : textToNumeric(column, server);
}
