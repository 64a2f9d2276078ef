import {
  askedEvidence,
  baseType,
  callsOf,
  createIndex,
  dayUses,
  defineRule,
  type FixDraft,
  ident,
  indexName,
  openAdvice,
  timeKind,
  z,
} from "#rule";

export default defineRule({
  id: "timestamp-used-as-date",
  on: "column",
  needs: ["workload"],
  uses: ["advice"],
  category: "types",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Whatever is asked of a timestamp is its day: it is cast to date, truncated, or compared with dates.",
    why: "An index on the column does not serve a comparison of date(column), and BETWEEN two dates loses all of the last day but its first moment. With a time zone the day also depends on the session that asks.",
    remedy:
      "Where the time of day means nothing, change the type to date. Where it does, keep the day beside it in a generated column, or compare with a range: column >= day AND column < day + 1. The fix builds an index over the day, where the server can: of a timestamp with time zone the day is not immutable.",
    ignoreWhen: "Only the reports were logged, and another program asks for the time of day.",
    links: ["https://www.postgresql.org/docs/current/datatype-datetime.html"],
  },
  options: z.object({
    minCalls: z.int().min(1).default(20).describe("A column whose day was asked for less often is left out."),
  }),
  messages: {
    days: "{calls} calls ask for the day of {column} in {table}, and none for more than the day: {uses}.",
  },
  *check(column, { workload, options }) {
    if (timeKind(column) !== "timestamp") return;
    const { statements, uses, others } = dayUses(column, workload);
    // An index over the day says that somebody has thought of it.
    const held = column.table.indexes.some((index) => index.keys.some(({ expression }) => expression?.includes(ident(column.name))));
    if (others || held || callsOf(statements) < options.minCalls) return;
    yield {
      message: "days",
      data: { calls: callsOf(statements), column: column.name, table: column.table.name, uses: uses.join(", ") },
      evidence: askedEvidence(statements, workload),
    };
  },
  fix(column, _, { workload, advice }): FixDraft | undefined {
    const { table } = column;
    const advised = openAdvice(table, advice?.for(table) ?? []).some(({ columns }) => columns.includes(column.name));
    if (baseType(column.type).name === "timestamptz" || !dayUses(column, workload).sought || advised) return undefined;
    const name = indexName(table, [column.name, "day"]);
    return {
      title: `Index the day of ${table.name}.${column.name}`,
      safety: "safe",
      changes: [{ kind: "index", path: [...table.schema.path, table.name, name] }],
      steps: createIndex({
        table,
        name,
        keys: [`(date(${ident(column.name)}))`],
        why: "Let the statements find the rows of a day. Where the time of day means nothing, the type date is the better repair.",
      }) as unknown as FixDraft["steps"],
    };
  },
});
