import { type Column, defineRule, lexicon, moveToLookupTable, perName, type Stats, singularsOf, z } from "#rule";

/** Things of the world that have a name of their own, and more to them than that name. */
const ENTITY = lexicon(`
  merchant vendor supplier manufacturer producer maker brand retailer seller store shop company employer organization organisation institution bank
  insurer publisher label studio author artist album journal newspaper school university department faculty team club league airline airport
  station hotel restaurant hospital clinic city town municipality county province district neighborhood neighbourhood venue carrier warehouse
  plant site branch product model category genre
`);

export default defineRule({
  id: "repeated-text-entity",
  on: "column",
  needs: ["stats"],
  category: "redundancy",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A text that names a thing, such as a merchant or a city, is written out in row after row.",
    why: "Each spelling becomes a thing of its own, so that sums by it are wrong. A rename is an update of every row, nothing else can be said about the thing, and the text takes room in the table and in its indexes many times over.",
    remedy:
      "Give the thing a table of its own, and refer to it. The fix first has people say which spellings mean one thing. It creates the table with a surrogate key and a unique name, or takes the one that is there; keeps a reference beside the text right by a trigger; fills the table from the distinct values, and the reference in batches; indexes and proves it, waits for the code to switch, and retires the text in two steps. It stops while something else in the catalog uses the text. No fix is written where the table that is there needs more than a name, a key stands beside the text, row security guards the rows, or the text decides in which partition a row is.",
    ignoreWhen: "The text is what somebody else sent, and is kept as such, or it is only ever shown.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    minRows: z.int().min(1).default(100_000).describe("Tables with fewer rows are left out."),
    maxDistinctShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe("Up to this share of different values among the rows, a text is repeated."),
    minWidth: z.int().min(0).default(6).describe("Texts that are shorter on average, in bytes, are codes rather than names."),
  }),
  messages: {
    repeated: "{column} of {table} writes out {distinct} different names in {rows} rows.",
  },
  looksAt: namesThing,
  *check(column, { stats, options }) {
    const rows = stats.table(column.table)?.rows ?? null;
    const known = stats.column(column);
    if (rows === null || rows < options.minRows || known === undefined) return;
    const filled = rows * (1 - known.nullFraction);
    const distinct = distinctOf(known, rows);
    // One or two values are a flag, not names.
    if (distinct < 3 || distinct > filled * options.maxDistinctShare || known.width < options.minWidth) return;
    yield {
      message: "repeated",
      data: { column: column.name, table: column.table.name, distinct, rows },
      evidence: [
        { label: "rows", value: rows, unit: "rows", from: "pg_class.reltuples" },
        { label: "different values", value: distinct, from: "pg_stats.n_distinct" },
        { label: "bytes of the repeated texts", value: Math.round(known.width * filled), unit: "bytes", from: "pg_stats.avg_width" },
      ],
    };
  },
  fix(column, _, { server }) {
    return moveToLookupTable({ column, named: entityIn(column.name) as readonly string[], server });
  },
});

type Known = NonNullable<ReturnType<Stats["column"]>>;

function distinctOf({ distinct }: Known, rows: number): number {
  return Math.round(distinct < 0 ? -distinct * rows : distinct);
}

/** `merchant_name` and `city`; not what a key or a foreign key holds, nor a label beside one. */
function namesThing(column: Column): boolean {
  const { name, array } = column.type.over ?? column.type;
  const named = entityIn(column.name);
  if (named === null || array || !TEXTS.has(name) || column.generated !== null || column.table.foreign) return false;
  const { constraints, foreignKeys } = column.table;
  if (constraints.some(({ type, columns }) => type !== "not null" && type !== "check" && columns.includes(column))) return false;
  // A CHECK that lists the values makes of it a kind of enum.
  if (constraints.some(({ type, columns }) => type === "check" && columns.length === 1 && columns[0] === column)) return false;
  return !foreignKeys.some((key) =>
    key.columns.some((other) => singularsOf(other.name).slice(0, named.length).join(" ") === named.join(" ")),
  );
}

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "citext", "bpchar"]);

/** The words of the thing: merchant for `merchant_name`; null where the name is none. */
const entityIn = perName((name): readonly string[] | null => {
  const words = singularsOf(name);
  const named = words.at(-1) === "name" ? words.slice(0, -1) : words;
  return named.length === 0 || named.length > 2 || !ENTITY.has(named.at(-1) as string) ? null : named;
});
