import {
  addCurrencies,
  type Column,
  currencyColumn,
  defineRule,
  type FixDraft,
  leadingToCurrency,
  nakedMoney,
  reachableFrom,
  type Schema,
  settlesCurrency,
  type Table,
  z,
} from "#rule";

export default defineRule({
  id: "money-without-currency",
  on: "schema",
  needs: ["catalog"],
  category: "money",
  severity: "warning",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A table holds money and no currency, and no foreign key leads from it to one.",
    why: "An amount without a currency is a number. The first account in another currency makes every sum over the table wrong, and the rows that were there before cannot say what they meant.",
    remedy:
      "Keep the currency in the row, or in a row that a foreign key leads to. The fix adds a currency_code with a CHECK and without a default, copies what a table with one row for each already knows, waits until the code writes it and the old rows are filled, and makes it required; with the option currency it fills the old rows itself. Where no table of the schema knows a currency, there is one finding for all, and only the tables that lead to no other of them get a column.",
    ignoreWhen:
      "The application will only ever know one currency. A name or comment that says the currency (price_usd), a column that names the asset or unit, and a table of settings with a currency are understood.",
    links: ["https://www.iso.org/iso-4217-currency-codes.html"],
  },
  options: z.object({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .default(null)
      .describe("The currency of all rows that are there, as three letters of ISO 4217; null: a person fills them."),
    extraWords: z.array(z.string()).default([]).describe("Further words, in the singular, that mean money."),
    ignoredWords: z.array(z.string()).default([]).describe("Words that do not mean money here."),
  }),
  messages: {
    none: "{table} holds money ({columns}) and no currency, and no foreign key leads to one.",
    nowhere: "{count} tables hold money, and no table of the schema knows a currency: {tables}.",
  },
  *check(schema, { catalog, isShown, options }) {
    const found = withoutCurrency(schema, leadingToCurrency(catalog), isShown, options);
    const somewhere = schema.tables.some((table) => currencyColumn(table) !== undefined);
    if (somewhere || found.length < 2) {
      for (const { table, columns } of found) {
        yield {
          message: "none",
          object: table,
          data: { table: table.name, columns: columns.map(({ name }) => name).join(", ") },
          evidence: [{ label: "tables that its keys lead to", value: reachableFrom(table).size - 1, from: "pg_catalog.pg_constraint" }],
          related: columns,
        };
      }
      return;
    }
    yield {
      message: "nowhere",
      data: { count: found.length, tables: found.map(({ table }) => table.name).join(", ") },
      evidence: found.map(({ table, columns }) => ({
        label: table.name,
        value: columns.map(({ name }) => name).join(", "),
        from: "pg_catalog.pg_attribute.attname",
      })),
      related: found.flatMap(({ columns }) => columns),
    };
  },
  fix(_, draft, { options, server }): FixDraft {
    const found = [...new Set((draft.related as readonly Column[]).map(({ table }) => table))];
    const tables = draft.message === "none" ? found : roots(found);
    return {
      title: `Add a currency to ${tables.map(({ name }) => name).join(", ")}`,
      safety: "manual",
      changes: tables,
      steps: addCurrencies(tables, options.currency, server) as unknown as FixDraft["steps"],
    };
  },
});

interface NakedTable {
  readonly table: Table;
  readonly columns: readonly Column[];
}

interface Words {
  readonly extraWords: readonly string[];
  readonly ignoredWords: readonly string[];
}

function withoutCurrency(
  schema: Schema,
  leadToOne: ReadonlySet<Table>,
  isShown: (table: Table) => boolean,
  { extraWords, ignoredWords }: Words,
): NakedTable[] {
  if (schema.tables.some(settlesCurrency)) return [];
  const tables = schema.tables.filter((table) => !leadToOne.has(table) && !table.foreign && isShown(table));
  return tables
    .map((table) => ({ table, columns: nakedMoney(table, { extraWords, ignoredWords }) }))
    .filter(({ columns }) => columns.length > 0);
}

/** Those that no key leads from to another of them; of a ring, all. */
function roots(tables: readonly Table[]): readonly Table[] {
  const among = new Set(tables);
  return tables.filter((table) =>
    [...reachableFrom(table)].every((other) => other === table || !among.has(other) || reachableFrom(other).has(table)),
  );
}
