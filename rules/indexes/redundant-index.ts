import { defineRule, dropIndex, type Index, keeperOf, redundantBeside, type Stats, z } from "#rule";

export default defineRule({
  id: "redundant-index",
  on: "index",
  needs: [],
  uses: ["stats"],
  category: "indexes",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "Another index of the table does all the work of this one.",
    why: "Every index is written on every INSERT and on most UPDATEs, takes room on disk and in memory, and keeps an UPDATE from being a cheap in-page one. An index whose work another one does costs all this for nothing.",
    remedy: "Drop it. The fix drops it concurrently once the other index is seen to be valid, and gives the statement that brings it back.",
    ignoreWhen:
      "The shorter index is kept on purpose because it is far smaller and hot, or a planner hint names it. Where standbys are read, look at their counters too.",
    links: ["https://www.postgresql.org/docs/current/indexes-multicolumn.html"],
  },
  options: z.object({
    minBytes: z
      .number()
      .int()
      .nonnegative()
      .default(0)
      .describe("Indexes known to be smaller are left out; an index whose size nobody knows is not."),
  }),
  messages: {
    duplicate: "Index {index} on {table} is the same as {keeper}.",
    prefix: "Index {index} on {table} does nothing that {keeper} does not do.",
  },
  looksAt: (index) => index.constraint === null,
  *check(index, { stats, options }) {
    const keeper = keeperOf(index);
    if (keeper === undefined) return;
    const known = stats?.index(index);
    if (known !== undefined && known.bytes < options.minBytes) return;
    yield {
      message: redundantBeside(keeper, index) ? "duplicate" : "prefix",
      data: { index: index.name, table: index.table.name, keeper: keeper.name },
      evidence:
        stats === undefined || known === undefined
          ? []
          : [{ label: "size", value: known.bytes, unit: "bytes", from: "pg_class.relpages" }, ...scans(known, stats)],
      related: [keeper],
    };
  },
  fix(index) {
    const keeper = keeperOf(index) as Index;
    return {
      title: `Drop ${index.name}, which ${keeper.name} replaces`,
      safety: "safe",
      changes: [index],
      steps: [dropIndex(index, `${keeper.name} serves every query that ${index.name} serves.`, keeper)],
    };
  },
});

type Known = { readonly scans: number | null };

function scans(known: Known, stats: Stats) {
  if (known.scans === null) return [];
  return [
    {
      label: "scans that the other index will serve",
      value: known.scans,
      from: "pg_stat_user_indexes.idx_scan",
      window: stats.window,
    } as const,
  ];
}
