import { defineRule, type FixDraft, moveDefaultRows, type Stats, type Table, z } from "#rule";

export default defineRule({
  id: "default-partition-rows",
  on: "table",
  needs: ["stats"],
  category: "storage",
  severity: "warning",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Rows have come into the default partition of a table: no partition was made for them.",
    why: "A partition for their range can no longer be added while they are there, and adding any other scans the default partition under a lock that stops all access to it. Such rows are never dropped with their month, and usually mean that the job that makes partitions has stopped.",
    remedy:
      "See why the partitions were not made, or the next month ends there again. The fix makes the partitions that the rows need, as wide as their siblings and named like them, and moves the rows through the parent, in one transaction: nobody reads or writes the default partition meanwhile. It is for one column of dates, timestamps or numbers, partitions of one width (days, months, years, a number) that begin at midnight (of UTC, if moments have a zone), and few rows. Rows without a key stay. The new partitions get the indexes, checks and foreign keys of the parent, and its owner; rights and settings that their siblings have of their own are not copied. Larger ones need batches and a quiet hour.",
    ignoreWhen: "The default partition is meant to hold the rest, such as tenants too small for a partition of their own.",
    links: ["https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE"],
  },
  options: z.object({
    minRows: z.int().min(1).default(1).describe("Default partitions with fewer rows are left out."),
    mostMovedRows: z
      .int()
      .min(1)
      .default(100_000)
      .describe("Default partitions with more rows are not moved in one transaction: they get no fix."),
  }),
  messages: {
    rows: "{partition}, the default partition of {table}, has {rows} rows that no other partition takes.",
  },
  *check(table, { stats, options }) {
    const partition = defaultOf(table);
    if (partition === undefined) return;
    const rows = rowsOf(partition, stats);
    if (rows === null || rows < options.minRows) return;
    yield {
      message: "rows",
      data: { partition: partition.name, table: table.name, rows },
      evidence: [{ label: `rows of ${partition.name}`, value: rows, unit: "rows", from: "pg_class.reltuples" }],
      related: [partition],
    };
  },
  fix(table, { data }, { options }): FixDraft | undefined {
    const partition = defaultOf(table) as Table;
    const move = Number(data.rows) > options.mostMovedRows ? null : moveDefaultRows(table, partition, options.mostMovedRows);
    if (move === null) return undefined;
    return {
      title: `Give the rows of ${partition.name} partitions of their own`,
      safety: "review",
      changes: [table, partition],
      steps: [move],
    };
  },
});

/** Of a table divided by range. Alone it is where every row goes, before the first partition is made. */
function defaultOf(table: Table): Table | undefined {
  if (table.partitioning?.by !== "range" || table.children.length < 2) return undefined;
  return table.children.find(({ partitionBound }) => partitionBound === "DEFAULT");
}

/** Rows live in the leaves. Null when nobody counted any of them. */
function rowsOf(table: Table, stats: Stats): number | null {
  if (table.partitioning === null) return stats.table(table)?.rows ?? null;
  const counts = table.children.map((child) => rowsOf(child, stats)).filter((rows) => rows !== null);
  return counts.length === 0 ? null : counts.reduce((sum, rows) => sum + rows, 0);
}
