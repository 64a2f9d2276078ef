import {
  type Column,
  callsOf,
  defineRule,
  type FixDraft,
  namesRecordedMoment,
  partitionByRange,
  type Stats,
  type Table,
  toReference,
  type Workload,
  z,
} from "#rule";

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
  fixable: "sometimes",
  docs: {
    summary: "A large table grows at its end in the order of time, and is not partitioned.",
    why: "Old rows can only be deleted one by one, which leaves as much work for VACUUM as writing them did. Every index covers all of history, and VACUUM, a backup or a new index has to go through the whole table.",
    remedy:
      "Partition by range of the moment, without a copy. The fix proves by a CHECK that all rows are before a bound, at least 30 days ahead (NOT VALID, then VALIDATE), and builds concurrently a unique index that holds the moment. After your deployment, one short transaction gives the name, the rights and the numbers of the table to a partitioned one, attaches the old table as its first partition, and makes some partitions ahead and a default one. What it leaves to you: code that relies on the key without the moment (ON CONFLICT), and the job that makes the partitions after those, such as pg_partman or a scheduled statement. No SQL is written where something cannot be carried over: a foreign key that refers to the table, another unique key or an exclusion constraint without the moment, triggers, views, extended statistics, publications.",
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
    partitionBy: z.enum(["day", "week", "month", "year"]).default("month").describe("What a partition of the fix spans."),
    partitionsAhead: z.int().min(0).max(100).default(3).describe("So many partitions the fix makes ahead, besides the default one."),
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
  fix(table, { data }, { options, now, server }) {
    const moment = table.columns.find(({ name }) => name === data.column) as Column;
    const steps = partitionByRange({ moment, span: options.partitionBy, ahead: options.partitionsAhead, now, server });
    if (steps === null) return undefined;
    return {
      title: `Partition ${table.name} by the ${options.partitionBy} of ${moment.name}`,
      safety: "manual",
      // All of them are made anew, under the same names.
      changes: [table, ...table.columns, ...table.indexes, ...table.constraints].map(toReference),
      steps: steps as unknown as FixDraft["steps"],
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
    const moment =
      !column.type.array && column.type.schema === "pg_catalog" && ["timestamptz", "timestamp", "date"].includes(column.type.name);
    return moment && correlation !== null && correlation >= least ? [{ column, correlation }] : [];
  });
  return found.find(({ column }) => namesRecordedMoment(column.name)) ?? found[0] ?? null;
}
