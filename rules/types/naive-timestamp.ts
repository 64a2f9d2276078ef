import {
  type Context,
  defineRule,
  habitOptions,
  isHabit,
  type NaiveColumns,
  naiveColumns,
  type Table,
  withTimeZone,
  z,
  zonedColumns,
} from "#rule";

const options = z.object({
  storedIn: z
    .string()
    .default("")
    .describe("Time zone in which the stored values are meant: `UTC`, `Europe/Berlin`. Empty: not known, and the fix asks."),
  smallTableRows: z.int().min(0).default(100_000).describe("Up to this many rows a table is rewritten in place, where it has to be."),
  ...habitOptions(90, "its timestamp columns have no zone"),
});

export default defineRule({
  id: "naive-timestamp",
  // A habit of the whole schema is one finding; an exception belongs to its table.
  on: "schema",
  needs: [],
  uses: ["stats"],
  category: "types",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A table, or nearly every table of a schema, has columns of type timestamp without time zone.",
    why: "Such a value is a reading of some clock, not a moment. now() writes the session's local time, a client elsewhere reads it as its own, an hour repeats itself every autumn, and a comparison with a timestamptz uses whatever zone the session has.",
    remedy:
      "Use timestamptz: it takes the same eight bytes and means one moment. If the stored values are UTC, the type changes without rewriting the table; set `storedIn` to UTC to say so. For another zone, set `storedIn` to its name: the fix adds a second column, converts in batches, proves the result and swaps the names.",
    ignoreWhen:
      "The value is meant as local time wherever it is read, such as opening hours. Columns named as local time, and those with a time zone column beside them, are left out already; tables that have both kinds are the matter of mixed-timestamp-kinds.",
    links: ["https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29"],
  },
  options,
  messages: {
    naive: "{table} keeps moments without a time zone: {columns}.",
    throughout: "Schema {schema} keeps moments without a time zone: {count} of its {all} timestamp columns, in {tables} tables.",
  },
  *check(schema, ctx) {
    const naive = naiveTables(schema.tables, ctx);
    const count = naive.reduce((sum, { columns }) => sum + columns.length, 0);
    if (naive.length === 0) return;
    const zoned = schema.tables.filter(ctx.isShown).flatMap(zonedColumns).length;
    if (isHabit(ctx.options, naive.length, count, count + zoned)) {
      yield {
        message: "throughout",
        data: { schema: schema.name, count, all: count + zoned, tables: naive.length },
        evidence: naive.map(({ table, columns }) => ({
          label: table.name,
          value: namesOf(columns),
          from: "pg_catalog.pg_attribute.atttypid",
        })),
        related: naive.map(({ table }) => table),
      };
      return;
    }
    for (const { table, columns } of naive) {
      yield {
        message: "naive",
        object: table,
        data: { table: table.name, columns: namesOf(columns), count: columns.length },
        evidence: columns.map((column) => ({ label: column.name, value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" })),
        related: columns,
      };
    }
  },
  fix(schema, draft, ctx) {
    const { storedIn, smallTableRows } = ctx.options;
    const of = naiveTables(draft.message === "throughout" ? schema.tables : [draft.object as Table], ctx);
    return withTimeZone({
      of: of as unknown as readonly [NaiveColumns, ...NaiveColumns[]],
      zone: storedIn === "" ? null : storedIn,
      smallTableRows,
      stats: ctx.stats,
      server: ctx.server,
    });
  },
});

/** Tables with both kinds are left to mixed-timestamp-kinds. */
function naiveTables(tables: readonly Table[], { isShown }: Pick<Context<never, never, unknown>, "isShown">): NaiveColumns[] {
  return tables.flatMap((table) => {
    const [first, ...rest] = naiveColumns(table);
    if (first === undefined || table.foreign || !isShown(table) || zonedColumns(table).length > 0) return [];
    return [{ table, columns: [first, ...rest] }];
  });
}

function namesOf(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => name).join(", ");
}
