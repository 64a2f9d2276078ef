import { defineRule, type Stats, type Table, z } from "#rule";

export default defineRule({
  id: "default-partition-rows",
  on: "table",
  needs: ["stats"],
  category: "storage",
  severity: "warning",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Rows have come into the default partition of a table: no partition was made for them.",
    why: "A partition for their range can no longer be added while they are there, and adding any other scans the default partition under a lock that stops all access to it. Such rows are never dropped with their month, and usually mean that the job that makes partitions has stopped.",
    remedy:
      "See why the partitions were not made. Detach the default partition, create the missing ones, move the rows through the parent in batches, and attach an empty default again, all in a quiet hour. No SQL is written for it: which partitions are missing follows from rows that are never read.",
    ignoreWhen: "The default partition is meant to hold the rest, such as tenants too small for a partition of their own.",
    links: ["https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE"],
  },
  options: z.object({
    minRows: z.int().min(1).default(1).describe("Default partitions with fewer rows are left out."),
  }),
  messages: {
    rows: "{partition}, the default partition of {table}, has {rows} rows that no other partition takes.",
  },
  *check(table, { stats, options }) {
    if (table.partitioning?.by !== "range") return;
    const partition = table.children.find(({ partitionBound }) => partitionBound === "DEFAULT");
    // Alone it is where every row goes, before the first partition is made.
    if (partition === undefined || table.children.length < 2) return;
    const rows = rowsOf(partition, stats);
    if (rows === null || rows < options.minRows) return;
    yield {
      message: "rows",
      data: { partition: partition.name, table: table.name, rows },
      evidence: [{ label: `rows of ${partition.name}`, value: rows, unit: "rows", from: "pg_class.reltuples" }],
      related: [partition],
    };
  },
});

/** Rows live in the leaves. Null when nobody counted any of them. */
function rowsOf(table: Table, stats: Stats): number | null {
  if (table.partitioning === null) return stats.table(table)?.rows ?? null;
  const counts = table.children.map((child) => rowsOf(child, stats)).filter((rows) => rows !== null);
  return counts.length === 0 ? null : counts.reduce((sum, rows) => sum + rows, 0);
}
