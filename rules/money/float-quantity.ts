import { defineRule, isCrypto, isMoneyColumn, moneyQuantity, numberForm, toNumeric, z } from "#rule";

export default defineRule({
  id: "float-quantity",
  on: "column",
  needs: [],
  uses: ["stats"],
  category: "money",
  severity: "warning",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A quantity or rate that is multiplied into money is real or double precision.",
    why: "Money may be exact and still come out wrong: 0.1 shares at an exact price is an amount computed from a binary fraction, and a holding that was bought and sold in parts does not return to zero.",
    remedy:
      "Store quantities and rates as numeric. The fix adds a numeric column beside the old one, keeps both equal by a trigger, fills it in batches, proves it with a CHECK and swaps the names in one short transaction; a small table is changed in place. The default, numeric(28,10), holds fractions of shares and exchange rates; names that speak of crypto currency become numeric without bounds.",
    ignoreWhen: "The number is an estimate, and what is computed from it is neither paid nor reconciled.",
    links: ["https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT"],
  },
  options: z.object({
    precision: z.int().min(1).max(1000).default(28).describe("Digits in all."),
    scale: z.int().min(0).max(30).default(10).describe("Digits after the point."),
    smallTableRows: z.int().min(0).default(100_000).describe("Up to this many rows the type is changed in place."),
  }),
  messages: {
    float: "{column} in {table} is multiplied into money ({signs}) and stored as {type}, which cannot hold decimal fractions.",
  },
  looksAt: ({ type, table }) => numberForm(type) === "float" && !table.foreign,
  *check(column) {
    if (isMoneyColumn(column)) return;
    const answer = moneyQuantity(column);
    if (answer === null) return;
    const { word, by } = answer;
    yield {
      message: "float",
      data: { column: column.name, table: column.table.name, type: column.type.text, signs: `name: ${word}, ${by.from}: ${by.word}` },
      evidence: [
        { label: "name", value: word, from: "pg_catalog.pg_attribute" },
        { label: by.from, value: by.word, from: "pg_catalog.pg_attribute" },
      ],
    };
  },
  fix(column, _, { options, stats, server }) {
    const bounds = isCrypto(column) ? null : { precision: options.precision, scale: options.scale };
    return toNumeric({ column, bounds, smallTableRows: options.smallTableRows, stats, server });
  },
});
