import { type Column, defineRule, isCrypto, isMoneyColumn, moneySigns, numberForm, type TypeRef, toNumeric, z } from "#rule";

export default defineRule({
  id: "numeric-without-scale",
  on: "column",
  needs: [],
  uses: ["stats"],
  category: "money",
  severity: "info",
  confidence: "certain",
  recommended: false,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A column that holds money is numeric without a scale.",
    why: "Every value keeps as many decimals as it was written with: a third of a cent stays in the balance, amounts that print alike compare unequal, and sums carry digits that nobody can pay.",
    remedy:
      "Give money a scale, so that the server rounds where it is written. The fix adds a column of the new type beside the old one, keeps both equal by a trigger, fills it in batches, proves it with a CHECK and swaps the names; a value that means more digits stops it.",
    ignoreWhen:
      "The amounts are intermediate results that have to keep their digits. Names that speak of crypto currency are left out already.",
    links: ["https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL"],
  },
  options: z.object({
    precision: z.int().min(1).max(1000).default(19).describe("Digits in all."),
    scale: z.int().min(0).max(30).default(4).describe("Digits after the point."),
    extraWords: z.array(z.string()).default([]).describe("Further words, in the singular, that mean money."),
    ignoredWords: z.array(z.string()).default([]).describe("Words that do not mean money here."),
    smallTableRows: z.int().min(0).default(100_000).describe("Up to this many rows the type is changed in place."),
  }),
  messages: {
    unscaled: "{column} in {table} holds money as {type} without a scale: it keeps whatever decimals are written.",
  },
  *check(column, { options: { extraWords, ignoredWords } }) {
    if (!isUnscaled(column) || !isMoneyColumn(column, { extraWords, ignoredWords })) return;
    if (isCrypto(column)) return;
    const { signs } = moneySigns(column, { extraWords, ignoredWords });
    yield {
      message: "unscaled",
      data: { column: column.name, table: column.table.name, type: column.type.text },
      evidence: signs.map(({ from, word }) => ({ label: from, value: word, from: "pg_catalog.pg_attribute" })),
    };
  },
  fix(column, _, { options, stats, server }) {
    // A domain is changed for all of its columns, or for none.
    if (column.type.over !== null) return undefined;
    const bounds = { precision: options.precision, scale: options.scale };
    return toNumeric({ column, bounds, smallTableRows: options.smallTableRows, stats, server });
  },
});

function isUnscaled(column: Column): boolean {
  return numberForm(column.type) === "numeric" && !column.table.foreign && base(column.type).modifiers.length === 0;
}

function base(type: TypeRef): TypeRef {
  return type.over === null ? type : base(type.over);
}
