import {
  askedEvidence,
  type Column,
  type Context,
  callsOf,
  daysSeenWhole,
  defineRule,
  type FixDraft,
  habitOptions,
  isHabit,
  mentionedInRoutines,
  recordedRole,
  recordsHistory,
  retireColumns,
  type Schema,
  SEEN_WHOLE,
  type Statement,
  type Table,
  z,
} from "#rule";

const options = z.object({
  ...SEEN_WHOLE,
  minCalls: z.int().min(1).default(100).describe("So many calls have to have read other columns of the table."),
  ...habitOptions(66, "the tables that are read have columns that are not"),
  ignoredColumns: z.array(z.string()).default([]).describe("Names of columns that are read where nobody logs it."),
});

export default defineRule({
  id: "dead-column",
  // One finding for a table; where most tables are read in part, it is the workload that lacks something, and not the tables.
  on: "schema",
  needs: ["workload", "catalog"],
  uses: ["stats"],
  category: "redundancy",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Statements read the table, and none of them has read these columns, in a workload that was seen whole, for long enough.",
    why: "Every row carries the value, every writer has to find one, and whoever reads the schema takes it for true. A column that is written and never read is often wrong, and nobody has noticed.",
    remedy:
      "Find out who writes them, and stop. The fix renames the columns first, so that what still needs them fails while the way back is short, and drops them later. There is none where something else stands on one of them, or where more than half of a table is unread: then somebody reads the table whom the workload has not seen. Where most tables of a schema are read in part, that is one finding for the schema, about the workload rather than about any column.",
    ignoreWhen:
      "They are read less often than the workload is long, or by programs that were not logged. SELECT * reads every column; keys, what views and routines use, times of creation and change, and tables that record history are left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-REMOVING-A-COLUMN"],
  },
  options,
  messages: {
    unread: "{calls} calls read {table} in {days} days, and none of them {columns}.",
    throughout:
      "In {days} days the workload reads {tables} tables of schema {schema} only in part: nothing has read {count} of their columns.",
  },
  *check(schema, ctx) {
    const { workload, stats, options } = ctx;
    const days = daysSeenWhole(workload, options);
    if (days === null) return;
    const known = knownTables(schema, ctx);
    const partly = known.filter(({ unread }) => unread.length > 0);
    if (isHabit(options, partly.length, partly.length, known.length)) {
      const count = partly.reduce((sum, { unread }) => sum + unread.length, 0);
      yield {
        message: "throughout",
        data: { schema: schema.name, tables: partly.length, count, days },
        evidence: partly.map(({ table, unread }) => ({ label: table.name, value: namesOf(unread), from: "the workload" })),
        related: partly.map(({ table }) => table),
      };
      return;
    }
    for (const { table, readers, unread } of partly) {
      yield {
        message: "unread",
        object: table,
        data: { table: table.name, columns: namesOf(unread), calls: callsOf(readers), days },
        evidence: [
          ...askedEvidence(readers, workload),
          ...unread.flatMap((column) => {
            const distinct = stats?.column(column)?.distinct ?? null;
            return distinct === null ? [] : [{ label: `different values of ${column.name}`, value: distinct, from: "pg_stats.n_distinct" }];
          }),
        ],
        related: unread,
      };
    }
  },
  fix(schema, draft, ctx): FixDraft | undefined {
    const found = knownTables(schema, ctx).find(({ table }) => table === draft.object);
    if (found === undefined || found.unread.length * 2 > found.table.columns.length) return undefined;
    const { table, unread } = found;
    const columns = unread as unknown as readonly [Column, ...Column[]];
    const names = unread.map(({ name }) => `${table.name}.${name}`).join(", ");
    const steps = retireColumns(columns, {
      why: `Nothing has read ${unread.length === 1 ? "it" : "them"}.`,
      instruction: `Stop writing ${names}, and deploy.`,
    });
    if (steps === null) return undefined;
    return { title: `Take ${names} out of use`, safety: "manual", changes: unread, steps };
  },
});

interface Known {
  readonly table: Table;
  readonly readers: readonly Statement[];
  readonly unread: readonly Column[];
}

/** Tables that are read often enough and have columns that only statements could need. */
function knownTables(schema: Schema, ctx: Context<"workload" | "catalog", never, z.output<typeof options>>): Known[] {
  const { workload, isShown } = ctx;
  const { minCalls, ignoredColumns } = ctx.options;
  const mentioned = mentionedInRoutines(ctx.catalog);
  return schema.tables.flatMap((table) => {
    if (!isShown(table) || recordsHistory(table) || table.publications.length > 0) return [];
    const touching = workload.touching(table);
    const readers = touching.filter(({ accesses }) => accesses.some((access) => access.table === table && access.writes === null));
    if (callsOf(readers) < minCalls) return [];
    const needless = table.columns.filter(
      (column) => !isNeeded(column) && !mentioned(column.name) && !ignoredColumns.includes(column.name),
    );
    if (needless.length === 0) return [];
    const read = columnsRead(table, touching);
    return [{ table, readers, unread: needless.filter((column) => !read.has(column)) }];
  });
}

function columnsRead(table: Table, touching: readonly Statement[]): ReadonlySet<Column> {
  return new Set(touching.flatMap(({ accesses }) => accesses.flatMap((access) => (access.table === table ? access.read : []))));
}

/** A key, a column that something in the catalog computes with, or the time at which somebody will once ask. */
function isNeeded(column: Column): boolean {
  if (recordedRole(column.name) !== null || column.generated !== null || !column.local) return true;
  return column.dependents.some((other) => {
    if (other.kind === "constraint") return other.type !== "check" && other.type !== "not null";
    return other.kind !== "index" || other.unique;
  });
}

function namesOf(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => name).join(", ");
}
