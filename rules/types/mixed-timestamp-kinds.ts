import { defineRule, type NaiveColumns, naiveColumns, withTimeZone, z, zonedColumns } from "#rule";

export default defineRule({
  id: "mixed-timestamp-kinds",
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
    summary: "A table has timestamps with and without time zone.",
    why: "Comparing or subtracting the two reads the one without a zone in the zone of the session: the same query gives another answer to another client, and nobody is told. Rows that look as if they were written in one moment are hours apart.",
    remedy:
      "Use timestamptz for all of them. The fix is that of naive-timestamp: no rewrite where the stored values are UTC, a second column and a swap of names otherwise.",
    ignoreWhen:
      "The columns without a zone are meant as local time wherever they are read. Columns named as local time, and those with a time zone column beside them, are left out already.",
    links: ["https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-TIMEZONES"],
  },
  options: z.object({
    storedIn: z
      .string()
      .default("")
      .describe("Time zone in which the values without one are meant: `UTC`, `Europe/Berlin`. Empty: not known, and the fix asks."),
    smallTableRows: z.int().min(0).default(100_000).describe("Up to this many rows a table is rewritten in place, where it has to be."),
  }),
  messages: {
    mixed: "{table} has timestamps of both kinds: without time zone {naive}; with time zone {zoned}.",
  },
  *check(table) {
    const [naive, zoned] = [naiveColumns(table), zonedColumns(table)];
    if (table.foreign || naive.length === 0 || zoned.length === 0) return;
    const names = (columns: readonly { readonly name: string }[]) => columns.map(({ name }) => name).join(", ");
    yield {
      message: "mixed",
      data: { table: table.name, naive: names(naive), zoned: names(zoned) },
      evidence: [...naive, ...zoned].map((column) => ({
        label: column.name,
        value: column.type.text,
        from: "pg_catalog.pg_attribute.atttypid",
      })),
      related: naive,
    };
  },
  fix(table, _, { options, server, stats }) {
    const columns = naiveColumns(table) as unknown as NaiveColumns["columns"];
    const zone = options.storedIn === "" ? null : options.storedIn;
    return withTimeZone({ of: [{ table, columns }], zone, smallTableRows: options.smallTableRows, stats, server });
  },
});
