import {
  type Access,
  askedEvidence,
  type Column,
  type Context,
  callsOf,
  defineRule,
  type Evidence,
  type FixDraft,
  habitOptions,
  isHabit,
  keepMoments,
  recordedRole,
  type Schema,
  type Statement,
  timeKind,
  toReference,
  type Workload,
  z,
} from "#rule";

export default defineRule({
  id: "updated-at-not-maintained",
  // A habit of the whole schema is one finding; an exception belongs to its table.
  on: "schema",
  needs: [],
  uses: ["workload"],
  category: "types",
  severity: "info",
  confidence: "heuristic",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A column that notes when its row was updated last has neither a default nor a trigger.",
    why: "The server does not move it: every statement of every client has to, also the script of tonight and the UPDATE by hand. Whoever goes by the column, as incremental exports and caches do, misses those rows, and nothing tells them.",
    remedy:
      "Let a trigger set it. The fix makes one function for each name and one trigger for each table, which keep the value of a client that sets it.",
    ignoreWhen: "One application writes the tables, and its mapper sets the column in every statement.",
    links: ["https://www.postgresql.org/docs/current/plpgsql-trigger.html"],
  },
  options: z.object({
    minUpdates: z
      .int()
      .min(1)
      .default(100)
      .describe("A column that each of so many UPDATEs of the workload has set is maintained by the application."),
    ...habitOptions(90, "the columns without a default is so"),
  }),
  messages: {
    unmaintained: "Nothing on the server moves {column} when a row of {table} is updated.",
    throughout: "Nothing on the server moves the columns of schema {schema} that say when a row was updated: {count} tables.",
  },
  *check(schema, ctx) {
    const { all, idle } = updatedColumns(schema, ctx);
    if (isHabit(ctx.options, idle.length, idle.length, all)) {
      yield {
        message: "throughout",
        data: { schema: schema.name, count: idle.length },
        evidence: idle.map(({ name, table }) => ({ label: table.name, value: name, from: "pg_catalog.pg_trigger" })),
        related: idle,
      };
      return;
    }
    for (const column of idle) {
      yield {
        message: "unmaintained",
        object: column,
        data: { column: column.name, table: column.table.name },
        evidence: [
          { label: "default", value: "none", from: "pg_catalog.pg_attrdef" },
          { label: "triggers on update", value: 0, from: "pg_catalog.pg_trigger" },
          ...missedIn(column, ctx.workload),
        ],
      };
    }
  },
  fix(schema, draft, ctx): FixDraft | undefined {
    const { idle } = updatedColumns(schema, ctx);
    const columns = idle.filter((column) => draft.message === "throughout" || draft.object === column) as [Column, ...Column[]];
    const [first, ...rest] = columns;
    return {
      title:
        rest.length === 0
          ? `Let ${first.table.name} keep ${first.name}`
          : `Let the tables of schema ${schema.name} keep the time of their updates`,
      safety: "review",
      changes: columns.map(({ table }) => toReference(table)),
      steps: keepMoments(columns) as unknown as FixDraft["steps"],
    };
  },
});

type Seen = Pick<Context<never, "workload", { readonly minUpdates: number }>, "isShown" | "workload" | "options">;

function updatedColumns(schema: Schema, { isShown, workload, options }: Seen): { all: number; idle: Column[] } {
  const found = schema.tables.flatMap((table) => {
    if (table.foreign || !isShown(table)) return [];
    const columns = table.columns.filter(({ local, generated, name }) => local && generated === null && recordedRole(name) === "updated");
    // Two of them are two things, of which one may be the application's.
    return columns.length === 1 && timeKind(columns[0] as Column) !== null && timeKind(columns[0] as Column) !== "text" ? columns : [];
  });
  const moved = movedIn(schema);
  const idle = found.filter(
    (column) => column.default === null && !isMoved(column) && !moved(column) && !isSetByAll(column, workload, options.minUpdates),
  );
  return { all: idle.length + found.filter(isMoved).length, idle };
}

/** The mapper of the application sets it in every statement. */
function isSetByAll(column: Column, workload: Workload | undefined, least: number): boolean {
  const updates = updatesOf(column, workload);
  return callsOf(updates) >= least && updates.every((statement) => sets(statement, column));
}

function missedIn(column: Column, workload: Workload | undefined): Evidence[] {
  const missed = updatesOf(column, workload).filter((statement) => !sets(statement, column));
  return workload === undefined || missed.length === 0 ? [] : askedEvidence(missed, workload);
}

function updatesOf({ table }: Column, workload: Workload | undefined): Statement[] {
  const updates = (access: Access) => access.table === table && (access.writes === "update" || access.writes === "merge");
  return workload?.touching(table).filter(({ accesses }) => accesses.some(updates)) ?? [];
}

function sets({ accesses }: Statement, column: Column): boolean {
  return accesses.some(({ written }) => written.includes(column));
}

/** A routine whose text cannot be read, as one of an extension or in C, is taken to do it. */
function isMoved({ name, table }: Column): boolean {
  return table.triggers.some(
    ({ fires, definition, routine }) =>
      fires !== "disabled" &&
      /\bBEFORE\b[^"']*\bUPDATE\b/.test(definition) &&
      (routine?.body == null || definition.includes(name) || routine.body.toLowerCase().includes(name.toLowerCase())),
  );
}

/** Routines whose text names both the table and the column are taken to move it. */
function movedIn(schema: Schema): (column: Column) => boolean {
  const bodies = schema.routines.flatMap(({ body }) => (body === null ? [] : [body.toLowerCase()]));
  const naming = new Map<string, readonly string[]>();
  return ({ name, table }) => {
    const known = naming.get(name) ?? bodies.filter((body) => body.includes(name.toLowerCase()));
    naming.set(name, known);
    return known.some((body) => body.includes(table.name.toLowerCase()));
  };
}
