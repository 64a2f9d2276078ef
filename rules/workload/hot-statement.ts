import { askedEvidence, defineRule, percentOfTime, roundedMs, shortStatement, z } from "#rule";

export default defineRule({
  id: "hot-statement",
  on: "statement",
  needs: ["workload"],
  category: "workload",
  severity: "info",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "One statement takes a large share of the time of all statements.",
    why: "What a server spends its time on is seldom spread evenly: an index, a shorter result or a cached answer for this one statement gives back more than any work on the others.",
    remedy:
      "Look at its plan with EXPLAIN (ANALYZE, BUFFERS). Other findings on its tables say what is known: an index that the planner would use, paging by OFFSET, a result without a LIMIT, or the same statement fired row by row.",
    ignoreWhen: "The statement is what the database is there for, and each execution is as fast as it can be.",
    links: ["https://www.postgresql.org/docs/current/using-explain.html"],
  },
  options: z.object({
    minPercent: z.number().min(0).max(100).default(10).describe("From this share of the time of all statements on."),
    minTotalMs: z.number().min(0).default(10_000).describe("A statement that took less than this in all is left out."),
  }),
  messages: {
    hot: "`{statement}` takes {percent} % of the time of all statements: {calls} calls of {mean} ms, the worst of {max} ms.",
  },
  *check(statement, { workload, options }) {
    const { command, timed, totalMs, maxMs, calls, rows } = statement;
    const percent = percentOfTime([statement], workload);
    if (command === "other" || percent === null || percent < options.minPercent || totalMs < options.minTotalMs) return;
    yield {
      message: "hot",
      data: { statement: shortStatement(statement), percent, calls, mean: roundedMs(totalMs / timed), max: roundedMs(maxMs) },
      evidence: [
        ...askedEvidence([statement], workload),
        ...(rows === null
          ? []
          : [{ label: "rows", value: rows, unit: "rows", from: "the rows that the statement gave or changed" } as const]),
      ],
      related: [...new Set(statement.accesses.map(({ table }) => table))],
    };
  },
});
