import { defineRule, type Retyped, retypedColumns, type Sample, type Table, textThatHolds, textToJsonb, z } from "#rule";

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
    const columns = answersOf(table, sample).map(({ column }) => textToJsonb(column, server));
    const [first, ...rest] = columns;
    // Part of the columns would leave the finding as it is.
    if (first === undefined || columns.includes(null)) return undefined;
    return retypedColumns(`Store documents of ${table.name} as their own type`, [first, ...rest] as [Retyped, ...Retyped[]]);
  },
});

function answersOf(table: Table, sample: Sample | undefined) {
  return textThatHolds("json", table, (column) => sample?.content(column));
}
