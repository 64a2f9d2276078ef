import { type Column, defineRule, isMoneyColumn, moneySigns, numberForm, type Schema, type Table, wordsOf, z } from "#rule";

export default defineRule({
  id: "money-scale-inconsistent",
  on: "schema",
  needs: [],
  category: "money",
  severity: "warning",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Money is counted in minor units in some tables of a schema, and in whole units with decimals in others.",
    why: "Every line of code between the two has to multiply or divide by a hundred, and one that forgets is wrong by a factor that a test with round numbers does not show.",
    remedy:
      "Choose one form for the schema, and change the columns of the other with the code that reads them. What fits where depends on that code, so that nothing is generated.",
    ignoreWhen: "The minor units come from outside and are kept as they came, beside amounts of the schema's own.",
    links: [],
  },
  options: z.object({
    minorWords: z
      .array(z.string())
      .default(["cent", "cents", "pence", "minor", "centavos", "centimes", "kopecks", "grosze"])
      .describe("Words that say that an integer counts minor units."),
  }),
  messages: {
    units: "Money is in minor units in {minor}, and in whole units with decimals in {whole} others, such as {example}.",
  },
  *check(schema, { isShown, options }) {
    const minor = shownColumns(schema, isShown, (column) => isMinor(column, options.minorWords));
    if (minor.length === 0) return;
    const whole = shownColumns(
      schema,
      isShown,
      (column) => numberForm(column.type) !== "integer" && isMoneyColumn(column) && !saysMinor(column, options.minorWords),
    );
    const [example] = whole;
    if (example === undefined) return;
    yield {
      message: "units",
      data: {
        minor: minor.map(nameOf).join(", "),
        whole: whole.length,
        example: nameOf(example),
      },
      evidence: [...minor, ...whole].map((column) => ({
        label: nameOf(column),
        value: column.type.text,
        from: "pg_catalog.pg_attribute.atttypid",
      })),
      related: [...minor, ...whole],
    };
  },
});

function shownColumns(schema: Schema, isShown: (table: Table) => boolean, has: (column: Column) => boolean): Column[] {
  const tables = schema.tables.filter((table) => !table.foreign && isShown(table));
  return tables.flatMap((table) => table.columns.filter((column) => column.local && has(column)));
}

function isMinor(column: Column, words: readonly string[]): boolean {
  return numberForm(column.type) === "integer" && saysMinor(column, words) && moneySigns(column).money;
}

function saysMinor(column: Column, words: readonly string[]): boolean {
  return wordsOf(column.name).some((word) => words.includes(word));
}

function nameOf({ table, name }: Column): string {
  return `${table.name}.${name}`;
}
