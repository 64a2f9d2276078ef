import { type Column, callsOf, defineRule, namesRecordedMoment, type Stats, type Table, type Workload, z } from "#rule";

export default defineRule({
  id: "partition-candidate",
  on: "table",
  needs: ["stats"],
  uses: ["workload"],
  category: "storage",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A large table grows at its end in the order of time, and is not partitioned.",
    why: "Old rows can only be deleted one by one, which leaves as much work for VACUUM as writing them did. Every index covers all of history, and VACUUM, a backup or a new index has to go through the whole table.",
    remedy:
      "Partition by range of the moment. Without a copy: prove by a CHECK that all rows are before the next month (NOT VALID, then VALIDATE), build a unique index that holds the moment concurrently, and in one short transaction rename the table, create the partitioned one in its place, and attach the old one as the first partition. Keys that refer to the table have to hold the moment as well, or go. No SQL is written for it: the size of a partition and the fate of those keys are decisions.",
    ignoreWhen: "Nothing is ever deleted, and queries find their rows by the primary key: partitions then only add planning time.",
    links: ["https://www.postgresql.org/docs/current/ddl-partitioning.html"],
  },
  options: z.object({
    minRows: z.int().min(1).default(50_000_000).describe("From so many rows on a table is large."),
    minBytes: z.int().min(1).default(20_000_000_000).describe("From so many bytes on a table is large, however few its rows."),
    minCorrelation: z
      .number()
      .min(0)
      .max(1)
      .default(0.95)
      .describe("How closely the rows on disk have to follow the moment: 1 is exactly."),
    maxDeadShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe("A larger share of dead rows says that rows change, and do not only come."),
  }),
  messages: {
    large: "{table} has {rows} rows, which came in the order of {column}: partitions by its range could be dropped one at a time.",
  },
  *check(table, { stats, workload, options }) {
    const known = stats.table(table);
    if (known === undefined || known.rows === null || !isPlain(table)) return;
    const { rows, bytes, deadRows } = known;
    if (rows < options.minRows && bytes < options.minBytes) return;
    if (deadRows !== null && deadRows > rows * options.maxDeadShare) return;
    const order = momentOf(table, stats, options.minCorrelation);
    if (order === null) return;
    const keys = table.constraints.filter(
      ({ type, columns }) => (type === "primary" || type === "unique") && !columns.includes(order.column),
    );
    yield {
      message: "large",
      data: { table: table.name, rows, column: order.column.name },
      evidence: [
        { label: "rows", value: rows, unit: "rows", from: "pg_class.reltuples" },
        { label: "size", value: bytes, unit: "bytes", from: "pg_class.relpages" },
        { label: `order of the rows by ${order.column.name}`, value: order.correlation, from: "pg_stats.correlation" },
        ...(deadRows === null
          ? []
          : [{ label: "dead rows", value: deadRows, unit: "rows", from: "pg_stat_user_tables.n_dead_tup" } as const]),
        ...(workload === undefined ? [] : asked(order.column, workload)),
        { label: "unique keys that would have to hold it", value: keys.length, from: "pg_catalog.pg_constraint" },
        { label: "foreign keys that refer to the table", value: table.referencedBy.length, from: "pg_catalog.pg_constraint" },
      ],
      related: [order.column, ...table.referencedBy],
    };
  },
});

/** How many of the calls ask for a range of the moment, which partitions would answer by leaving out the others. */
function asked(column: Column, workload: Workload) {
  const touching = workload.touching(column.table);
  const ranged = touching.filter(({ accesses }) => accesses.some(({ range }) => range.includes(column)));
  const percent = Math.round((callsOf(ranged) * 100) / Math.max(callsOf(touching), 1));
  return [{ label: `calls that ask for a range of ${column.name}`, value: percent, unit: "percent", from: "the workload" } as const];
}

function isPlain(table: Table): boolean {
  return table.partitioning === null && !table.foreign && table.parents.length === 0 && table.children.length === 0;
}

/** The moment that the rows follow on disk; a recorded one before any other. */
function momentOf(table: Table, stats: Stats, least: number): { readonly column: Column; readonly correlation: number } | null {
  const found = table.columns.flatMap((column) => {
    const correlation = stats.column(column)?.correlation ?? null;
    const moment = !column.type.array && ["timestamptz", "timestamp", "date"].includes(column.type.name);
    return moment && correlation !== null && correlation >= least ? [{ column, correlation }] : [];
  });
  return found.find(({ column }) => namesRecordedMoment(column.name)) ?? found[0] ?? null;
}
