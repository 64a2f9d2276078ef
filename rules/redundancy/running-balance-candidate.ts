import {
  type Access,
  askedEvidence,
  byCost,
  type Column,
  callsOf,
  defineRule,
  percentOfTime,
  type Statement,
  shortStatement,
  z,
} from "#rule";

export default defineRule({
  id: "running-balance-candidate",
  on: "table",
  needs: ["workload"],
  category: "redundancy",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A running sum over the whole history of an account is computed anew by every call.",
    why: "A window function from the first row on reads every row that the account ever had, also for the page of today. The cost grows with the age of the account, and no index takes it away.",
    remedy:
      "Keep the balance where it is known: beside each row when the row is written, or in a table of balances by account and day, from which the sum goes on. Rows that are written for a day in the past then have to correct what follows.",
    ignoreWhen: "Histories are short and stay so, or the sums are needed once a night.",
    links: ["https://www.postgresql.org/docs/current/tutorial-window.html"],
  },
  options: z.object({
    minCalls: z.int().min(1).default(20).describe("Sums that were asked for less often are left out."),
    minPercent: z.number().min(0).max(100).default(1).describe("From this share of the time of all statements on."),
  }),
  messages: {
    running: "{calls} calls add up {columns} of {table} from the first row {each}: `{statement}`.",
  },
  *check(table, { workload, options }) {
    const statements = byCost(
      workload.touching(table).filter((statement) => sumsIn(statement).some(({ column }) => column.table === table)),
    );
    const [costliest] = statements;
    const percent = percentOfTime(statements, workload) ?? 0;
    if (costliest === undefined || callsOf(statements) < options.minCalls || percent < options.minPercent) return;
    const sums = sumsIn(costliest).filter(({ column }) => column.table === table);
    const parts = [...new Set(sums.flatMap(({ partition }) => partition))];
    yield {
      message: "running",
      data: {
        calls: callsOf(statements),
        columns: [...new Set(sums.map(({ column }) => column.name))].join(", "),
        table: table.name,
        each: parts.length === 0 ? "on" : `of each ${parts.map(({ name }) => name).join(", ")} on`,
        statement: shortStatement(costliest),
      },
      evidence: askedEvidence(statements, workload),
      related: [...new Set(sums.map(({ column }) => column))],
    };
  },
});

/** Sums that begin at the first row there is: no condition lets them begin later. */
function sumsIn({ accesses }: Statement): { readonly column: Column; readonly partition: readonly Column[] }[] {
  return accesses.flatMap((access) =>
    access.aggregated.flatMap(({ column, name, over }) => {
      if (name !== "sum" || over === null || over.frame !== "running" || beginsLater(access, over.order)) return [];
      return [{ column, partition: over.partition }];
    }),
  );
}

function beginsLater({ range, dates, applied }: Access, order: readonly Column[]): boolean {
  const within = applied.flatMap(({ column, used }) => (used === "range" || used === "equality" ? [column] : []));
  return order.some((column) => [...range, ...dates, ...within].includes(column));
}
