import { type Column, defineRule, giveOwnKey, lexicon, singular, wordsOf, z } from "#rule";

/** What people change their minds about. */
const MUTABLE = lexicon(
  "email mail name username login nickname slug title phone telephone mobile url uri link domain hostname path filename label address",
);
/** Characters: shorter texts are codes. */
const SHORT = 16;

export default defineRule({
  id: "natural-primary-key",
  on: "table",
  needs: [],
  uses: ["stats"],
  category: "keys",
  severity: "info",
  confidence: "heuristic",
  recommended: false,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "The primary key of a table is a text that may change, or a wide one that other tables repeat.",
    why: "A key is copied into every row that refers to it and into all of their indexes. When the e-mail address or the name changes, all of them have to change with it; and a wide text makes each of them wide.",
    remedy:
      "Give the table a number of its own, refer to that, and keep the text as a unique column. The fix numbers the rows in batches, adds a second reference to every table that refers to the text, keeps both equal by trigger and proves them, waits for the code to switch, drops the old references, and makes the number the primary key.",
    ignoreWhen: "The table only lists names, nothing refers to it, or the text is a code that some standard keeps stable.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS"],
  },
  options: z.object({
    maxWidth: z.int().min(1).default(40).describe("Keys that are wider on average, in bytes, are wide: a uuid as text has 36."),
  }),
  messages: {
    mutable: "{table} is identified by {column}, which may change, and every foreign key to it repeats it: {count}.",
    wide: "{table} is identified by {column}, {width} bytes wide on average, and every foreign key to it repeats it: {count}.",
  },
  *check(table, { stats, options }) {
    const [column, ...more] = table.primaryKey?.columns ?? [];
    if (column === undefined || more.length > 0 || table.referencedBy.length === 0 || !isText(column)) return;
    const data = { table: table.name, column: column.name, count: table.referencedBy.length };
    const width = stats?.column(column)?.width ?? null;
    const evidence = [
      { label: "type", value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" },
      ...(width === null ? [] : [{ label: "average width", value: width, unit: "bytes", from: "pg_stats.avg_width" } as const]),
    ];
    if (width !== null && width > options.maxWidth)
      yield { message: "wide", data: { ...data, width }, confidence: "likely", evidence, related: table.referencedBy };
    else if (isMutable(column)) yield { message: "mutable", data, evidence, related: table.referencedBy };
  },
  fix: (table, _, { server }) => giveOwnKey(table, server),
});

function isText(column: Column): boolean {
  const { name, array } = column.type.over ?? column.type;
  return !array && ["text", "varchar", "citext", "bpchar"].includes(name);
}

/** A short one is a code, whatever it is called. */
function isMutable(column: Column): boolean {
  const { name, modifiers } = column.type.over ?? column.type;
  const limit = name === "varchar" || name === "bpchar" ? (modifiers[0] ?? null) : null;
  return MUTABLE.has(wordsOf(column.name).map(singular).at(-1) as string) && (limit === null || limit > SHORT);
}
