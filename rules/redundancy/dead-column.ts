import {
  askedEvidence,
  type Column,
  callsOf,
  daysSeenWhole,
  defineRule,
  type FixDraft,
  mentionedInRoutines,
  recordedRole,
  recordsHistory,
  retireColumn,
  SEEN_WHOLE,
  type Table,
  type Workload,
  z,
} from "#rule";

export default defineRule({
  id: "dead-column",
  on: "table",
  needs: ["workload", "catalog"],
  uses: ["stats"],
  category: "redundancy",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Statements read the table, and none of them has read the column, in a workload that was seen whole, for long enough.",
    why: "Every row carries the value, every writer has to find one, and whoever reads the schema takes it for true. A column that is written and never read is often wrong, and nobody has noticed.",
    remedy:
      "Find out who writes it, and stop. The fix renames the column first, so that what still needs it fails while the way back is short, and drops it later.",
    ignoreWhen:
      "It is read less often than the workload is long, or by programs that were not logged. SELECT * reads every column; keys, what views and routines use, times of creation and change, and tables that record history are left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-REMOVING-A-COLUMN"],
  },
  options: z.object({
    ...SEEN_WHOLE,
    minCalls: z.int().min(1).default(100).describe("So many calls have to have read other columns of the table."),
  }),
  messages: {
    unread: "{calls} calls read {table} in {days} days, and none of them {column}.",
  },
  *check(table, { workload, catalog, stats, options }) {
    const days = daysSeenWhole(workload, options);
    if (days === null || recordsHistory(table) || table.publications.length > 0) return;
    const readers = workload
      .touching(table)
      .filter(({ accesses }) => accesses.some((access) => access.table === table && access.writes === null));
    const calls = callsOf(readers);
    if (calls < options.minCalls) return;
    const read = columnsRead(table, workload);
    const mentioned = mentionedInRoutines(catalog);
    for (const column of table.columns) {
      if (read.has(column) || isNeeded(column) || mentioned(column.name)) continue;
      const distinct = stats?.column(column)?.distinct ?? null;
      yield {
        message: "unread",
        object: column,
        data: { column: column.name, table: table.name, calls, days },
        evidence: [
          ...askedEvidence(readers, workload),
          ...(distinct === null ? [] : [{ label: "different values", value: distinct, from: "pg_stats.n_distinct" } as const]),
        ],
      };
    }
  },
  fix(table, draft): FixDraft | undefined {
    const column = table.columns.find(({ name }) => name === draft.object?.path[2]) as Column;
    const steps = retireColumn({
      column,
      why: "Nothing has read it.",
      instruction: `Stop writing ${table.name}.${column.name}, and deploy.`,
    });
    if (steps === null) return undefined;
    return { title: `Take ${table.name}.${column.name} out of use`, safety: "manual", changes: [column], steps };
  },
});

function columnsRead(table: Table, { touching }: Workload): ReadonlySet<Column> {
  return new Set(touching(table).flatMap(({ accesses }) => accesses.flatMap((access) => (access.table === table ? access.read : []))));
}

/** A key, a column that something in the catalog computes with, or the time at which somebody will once ask. */
function isNeeded(column: Column): boolean {
  if (recordedRole(column.name) !== null || column.generated !== null || !column.local) return true;
  return column.dependents.some((other) => {
    if (other.kind === "constraint") return other.type !== "check" && other.type !== "not null";
    return other.kind !== "index" || other.unique;
  });
}
