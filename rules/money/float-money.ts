import {
  askedEvidence,
  type Column,
  defineRule,
  type Evidence,
  isCrypto,
  moneySigns,
  statementsSumming,
  type TypeRef,
  toNumeric,
  type Workload,
  z,
} from "#rule";

export default defineRule({
  id: "float-money",
  on: "column",
  needs: [],
  uses: ["stats", "workload"],
  category: "money",
  severity: "error",
  confidence: "likely",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A column that holds money is real or double precision.",
    why: "Binary fractions cannot hold 0.10: sums drift, equal amounts compare unequal, and a real is wrong by whole units from 16,777,217 on. The error grows with every addition and shows up in the reconciliation, not in a test.",
    remedy:
      "Store money as numeric with a fixed scale, or as an integer count of minor units. The fix adds a numeric column beside the old one, keeps both equal by a trigger, fills it in batches, proves it with a CHECK and swaps the names in one short transaction; a small table is changed in place. Values are converted through text, because a plain cast from float to numeric silently drops digits. The default, numeric(19,4), holds the minor units of every ISO 4217 currency and unit prices of four decimals; names that speak of crypto currency become numeric without bounds.",
    ignoreWhen: "The values are estimates or model outputs that nobody adds up, pays or reconciles.",
    links: [
      "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT",
      "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_money",
    ],
  },
  options: z.object({
    precision: z.int().min(1).max(1000).default(19).describe("Digits in all."),
    scale: z.int().min(0).max(30).default(4).describe("Digits after the point."),
    extraWords: z.array(z.string()).default([]).describe("Further words, in the singular, that mean money."),
    ignoredWords: z.array(z.string()).default([]).describe("Words that do not mean money here."),
    smallTableRows: z.int().min(0).default(100_000).describe("Up to this many rows the type is changed in place."),
  }),
  messages: {
    float: "{column} in {table} holds money as {type}, which cannot hold decimal fractions: sums drift.",
  },
  looksAt: ({ type, table }) => isFloat(type) && !table.foreign,
  *check(column, { workload, options }) {
    const answer = moneySigns(column, options);
    if (!answer.money) return;
    yield {
      message: "float",
      data: {
        column: column.name,
        table: column.table.name,
        type: column.type.text,
      },
      evidence: [
        ...answer.signs.map(({ from, word }) => ({ label: from, value: word, from: "pg_catalog.pg_attribute" })),
        ...(workload === undefined ? [] : summed(column, workload)),
      ],
    };
  },
  fix(column, _, { options, stats, server }) {
    const bounds = isCrypto(column) ? null : { precision: options.precision, scale: options.scale };
    return toNumeric({ column, bounds, smallTableRows: options.smallTableRows, stats, server });
  },
});

/** Sums and rounding are where the drift is seen. */
function summed(column: Column, workload: Workload): Evidence[] {
  const statements = statementsSumming(column, workload);
  return statements.length === 0 ? [] : askedEvidence(statements, workload);
}

function isFloat(type: TypeRef): boolean {
  return type.over === null ? (type.name === "float4" || type.name === "float8") && type.schema === "pg_catalog" : isFloat(type.over);
}
