import { type Column, defineRule, namesLocalTime, namesRecordedMoment, namesZone, type Table, type TypeRef, withTimeZone, z } from "#rule";

export default defineRule({
  id: "naive-timestamp",
  // One finding per table: its name stays the same whatever other tables come and go, and a table is what gets fixed.
  on: "table",
  needs: [],
  uses: ["stats"],
  category: "types",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A table has columns of type timestamp without time zone.",
    why: "Such a value is a reading of some clock, not a moment. now() writes the session's local time, a client elsewhere reads it as its own, an hour repeats itself every autumn, and a comparison with a timestamptz uses whatever zone the session has.",
    remedy:
      "Use timestamptz: it takes the same eight bytes and means one moment. If the stored values are UTC, the type changes without rewriting the table; set `storedIn` to UTC to say so. For another zone, set `storedIn` to its name: the fix adds a second column, converts in batches, proves the result and swaps the names.",
    ignoreWhen:
      "The value is meant as local time wherever it is read, such as opening hours. Columns named as local time, and those with a time zone column beside them, are left out already.",
    links: ["https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29"],
  },
  options: z.object({
    storedIn: z
      .string()
      .default("")
      .describe("Time zone in which the stored values are meant: `UTC`, `Europe/Berlin`. Empty: not known, and the fix asks."),
    smallTableRows: z.int().min(0).default(100_000).describe("Up to this many rows a table is rewritten in place, where it has to be."),
  }),
  messages: {
    naive: "{table} keeps moments without a time zone: {columns}.",
  },
  *check(table) {
    if (table.foreign) return;
    const columns = naiveColumns(table);
    if (columns.length === 0) return;
    yield {
      message: "naive",
      data: { table: table.name, columns: columns.map(({ name }) => name).join(", "), count: columns.length },
      evidence: columns.map((column) => ({ label: column.name, value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" })),
      related: columns,
    };
  },
  fix(table, _, { options, server, stats }) {
    const [first, ...rest] = naiveColumns(table);
    const zone = options.storedIn === "" ? null : options.storedIn;
    return first === undefined
      ? undefined
      : withTimeZone({ table, columns: [first, ...rest], zone, smallTableRows: options.smallTableRows, stats, server });
  },
});

function naiveColumns(table: Table): Column[] {
  const naive = table.columns.filter((column) => column.local && isNaive(column.type) && !namesLocalTime(column.name));
  if (naive.length === 0) return naive;
  // A zone beside the column makes a moment of it, but not of when the row was written.
  const hasZone = table.columns.some((column) => namesZone(column.name) && !isNaive(column.type));
  return hasZone ? naive.filter((column) => namesRecordedMoment(column.name)) : naive;
}

function isNaive(type: TypeRef): boolean {
  return type.over === null ? type.schema === "pg_catalog" && type.name === "timestamp" : isNaive(type.over);
}
