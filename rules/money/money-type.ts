import { defineRule, type TypeRef, toNumeric, z } from "#rule";

export default defineRule({
  id: "money-type",
  on: "column",
  needs: [],
  uses: ["stats"],
  category: "money",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A column has the type money.",
    why: "The type money stores a number of minor units and no currency. How many decimals it has, how it is read and how it is shown follow the session's lc_monetary: a dump restored under another locale shows other amounts, and a division loses fractions of a cent.",
    remedy:
      "Store numeric with a fixed scale, and the currency in a column of its own. The fix adds a numeric column beside the old one, keeps both equal by a trigger, fills it in batches, proves it with a CHECK and swaps the names in one short transaction; a small table is changed in place. The cast from money to numeric is exact.",
    ignoreWhen: "One locale and one currency are fixed forever, for the server, its restores and its clients.",
    links: [
      "https://www.postgresql.org/docs/current/datatype-money.html",
      "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_money",
    ],
  },
  options: z.object({
    precision: z.int().min(1).max(1000).default(19).describe("Digits in all."),
    scale: z.int().min(0).max(30).default(4).describe("Digits after the point."),
    smallTableRows: z.int().min(0).default(100_000).describe("Up to this many rows the type is changed in place."),
  }),
  messages: {
    money: "{column} in {table} has the type {type}: its decimals and its currency follow the session's lc_monetary.",
  },
  looksAt: ({ type, table }) => isMoney(type) && !table.foreign,
  *check(column) {
    yield {
      message: "money",
      data: { column: column.name, table: column.table.name, type: column.type.text },
      evidence: [{ label: "type", value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" }],
    };
  },
  fix(column, _, { options, stats, server }) {
    const bounds = { precision: options.precision, scale: options.scale };
    return toNumeric({ column, bounds, smallTableRows: options.smallTableRows, stats, server });
  },
});

function isMoney(type: TypeRef): boolean {
  return type.over === null ? type.name === "money" && type.schema === "pg_catalog" : isMoney(type.over);
}
