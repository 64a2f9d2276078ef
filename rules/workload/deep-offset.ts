import { type Access, askedEvidence, defineRule, meanOf, roundedMs, type Statement, type Stats, shortStatement, z } from "#rule";

export default defineRule({
  id: "deep-offset",
  on: "statement",
  needs: ["workload"],
  uses: ["stats"],
  category: "workload",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A statement that is asked often pages through its result by OFFSET.",
    why: "OFFSET reads and throws away every row before the page: the hundredth page costs a hundred times the first, and a crawler asks for all of them. Rows that come or go between two pages are shown twice, or never.",
    remedy:
      "Remember the last row of a page and ask for what comes after it: WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT n. With an index on the same columns every page costs the same.",
    ignoreWhen: "Nobody goes further than a few pages, or the list is short.",
    links: ["https://www.postgresql.org/docs/current/queries-limit.html"],
  },
  options: z.object({
    minCalls: z.int().min(1).default(50).describe("A statement that was asked less often is left out."),
    minMeanMs: z.number().min(0).default(5).describe("A statement that takes less time on average is left out."),
    minRows: z.int().min(0).default(10_000).describe("A table that is known to have fewer rows is left out."),
  }),
  messages: {
    paged: "`{statement}` skips its way to a page: {mean} ms on average, {max} ms at worst. {keyset}",
  },
  *check(statement, { workload, stats, options }) {
    const mean = meanOf(statement);
    const [driving] = statement.accesses;
    if (!statement.offset || driving === undefined || statement.calls < options.minCalls) return;
    if (mean === null || mean < options.minMeanMs || isSmall(driving, stats, options.minRows)) return;
    yield {
      message: "paged",
      data: { statement: shortStatement(statement), mean: roundedMs(mean), max: roundedMs(statement.maxMs), keyset: keysetOf(statement) },
      evidence: askedEvidence([statement], workload),
      related: [driving.table],
    };
  },
});

function isSmall({ table }: Access, stats: Stats | undefined, least: number): boolean {
  const rows = stats?.table(table)?.rows ?? null;
  return rows !== null && rows < least;
}

/** The order that the statement has already is what a page can begin from; a key makes it an order of single rows. */
function keysetOf({ accesses }: Statement): string {
  const sorted = accesses.find(({ order }) => order.length > 0);
  if (sorted === undefined) return "Without an ORDER BY of columns the pages are not even pages of one list.";
  const columns = [...new Set([...sorted.order.map(({ column }) => column), ...(sorted.table.primaryKey?.columns ?? [])])];
  return `Begin after the last row instead, by (${columns.map(({ name }) => name).join(", ")}).`;
}
