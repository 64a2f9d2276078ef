import {
  askedEvidence,
  type Column,
  callsOf,
  createIndex,
  defineRule,
  dropIndex,
  type FixDraft,
  indexName,
  openAdvice,
  renderKeys,
  type SmallerIndex,
  smallerIndex,
  type Table,
  z,
} from "#rule";

export default defineRule({
  id: "partial-index-candidate",
  on: "index",
  needs: ["workload", "stats"],
  uses: ["advice"],
  category: "indexes",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "Most entries of an index are never looked for: their key is NULL, or every statement leaves out their rows.",
    why: "The index is as many times larger as it need be, every write of those rows maintains it, and the entries that are looked for lie among the others, so that fewer of them fit into memory.",
    remedy:
      "Give the index a WHERE of the condition that every statement has. The fix builds the smaller index concurrently, and then drops the larger one.",
    ignoreWhen: "Statements that the workload does not have look for the other rows, or the share of them is about to change.",
    links: ["https://www.postgresql.org/docs/current/indexes-partial.html"],
  },
  options: z.object({
    minBytes: z.int().min(0).default(10_000_000).describe("Smaller indexes are left out."),
    maxSharePercent: z.number().min(0).max(100).default(30).describe("The smaller index would hold so many percent of the rows at most."),
    minCalls: z.int().min(1).default(100).describe("So many calls have to look for rows by the first key of the index."),
  }),
  messages: {
    nulls: "{percent} % of the rows of {table} have no {column}, and no statement looks for these: {index} holds them for nothing.",
    constant:
      "All {calls} calls that look for rows of {table} by {column} ask for {predicate}, which is {percent} % of the rows: {index} holds them all.",
  },
  *check(index, { workload, stats, advice, options }) {
    const bytes = stats.index(index)?.bytes ?? 0;
    if (bytes < options.minBytes) return;
    const table = index.table as Table;
    const found = smallerIndex(index, table, workload, stats);
    if (found === null || found.share * 100 > options.maxSharePercent || callsOf(found.statements) < options.minCalls) return;
    if (openAdvice(table, advice?.for(table) ?? []).some(({ columns }) => columns[0] === found.column.name)) return;
    const data = { table: table.name, column: found.column.name, index: index.name };
    const evidence = [
      { label: "size", value: bytes, unit: "bytes", from: "pg_class.relpages" } as const,
      { label: "rows that are looked for", value: percentOf(found.share), unit: "percent", from: "pg_stats.null_frac" } as const,
      ...askedEvidence(found.statements, workload),
    ];
    if (found.byKey) yield { message: "nulls", data: { ...data, percent: percentOf(1 - found.share) }, evidence };
    else {
      const { predicate, share, statements } = found;
      yield { message: "constant", data: { ...data, predicate, percent: percentOf(share), calls: callsOf(statements) }, evidence };
    }
  },
  fix(index, _, { workload, stats }): FixDraft {
    const table = index.table as Table;
    const { predicate } = smallerIndex(index, table, workload, stats) as SmallerIndex;
    const columns = index.keys.map(({ column }) => (column as Column).name);
    const name = indexName(table, [...columns, "partial"]);
    const build = createIndex({
      table,
      name,
      keys: renderKeys(index),
      include: index.include.map((column) => column.name),
      where: predicate,
      why: `Hold the rows that are looked for: ${predicate}.`,
    });
    return {
      title: `Leave out of ${index.name} what nothing looks for`,
      safety: "review",
      changes: [index, { kind: "index", path: [...table.schema.path, table.name, name] }],
      steps: [...build, dropIndex(index, `${name} has taken its place.`)] as unknown as FixDraft["steps"],
    };
  },
});

function percentOf(share: number): number {
  return Math.round(share * 1000) / 10;
}
