import {
  type Column,
  defineRule,
  type FixDraft,
  lexicon,
  namesRegion,
  proposeOnDelete,
  type Server,
  type Stats,
  setNotNull,
  type Table,
  wordsOf,
  z,
} from "#rule";

/** Columns that nearly every design means to be there, by the last word of their name. */
const EXPECTED = lexicon("name email status state type kind amount currency code title quantity slug login username");
const MOMENTS = lexicon("created inserted");

export default defineRule({
  id: "nullable-but-never-null",
  on: "table",
  needs: ["stats"],
  category: "integrity",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "Columns may be NULL and never are, and their name or a key says that they are required.",
    why: "Every reader has to think of a case that does not happen, the planner too, and one day a bug makes it happen: the row without an owner or an amount is then found by whoever adds up.",
    remedy:
      "SET NOT NULL. The fix proves that no row is without a value beside readers and writers, and then needs the lock for a moment only.",
    ignoreWhen:
      "Rows without a value are rare and right, or are about to come. The statistics are of a sample: the fix stops when a row disagrees.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL"],
  },
  options: z.object({
    minRows: z.int().min(1).default(10_000).describe("Tables with fewer rows are left out: there is little to conclude from them."),
    ignoredColumns: z.array(z.string()).default([]).describe("Names of columns that may become NULL."),
  }),
  messages: {
    required: "{columns} of {table} may be NULL and never are, in {rows} rows.",
  },
  *check(table, { stats, server, options }) {
    const rows = stats.table(table)?.rows ?? null;
    if (rows === null || rows < options.minRows) return;
    const columns = required(table, stats, server, options.ignoredColumns);
    if (columns.length === 0) return;
    yield {
      message: "required",
      data: { table: table.name, columns: columns.map(({ name }) => name).join(", "), rows },
      evidence: [
        { label: "rows", value: rows, unit: "rows", from: "pg_class.reltuples" },
        ...columns.map(({ name }) => ({ label: `NULLs in ${name}`, value: 0, unit: "percent" as const, from: "pg_stats.null_frac" })),
      ],
      related: columns,
    };
  },
  fix(table, _, { stats, server, options }) {
    const columns = required(table, stats, server, options.ignoredColumns);
    const steps = columns.flatMap((column) => setNotNull(table, column.name, `${column.name} always has a value.`, server));
    return {
      title: `Require ${columns.map(({ name }) => name).join(", ")} of ${table.name}`,
      safety: "review",
      changes: columns,
      steps: steps as unknown as FixDraft["steps"],
    };
  },
});

function required(table: Table, stats: Stats, server: Server, ignored: readonly string[]): Column[] {
  if (table.foreign || table.parents.length > 0) return [];
  return table.columns.filter((column) => {
    if (column.notNull || !column.local || column.generated !== null || ignored.includes(column.name)) return false;
    return stats.column(column)?.nullFraction === 0 && saysRequired(column, server);
  });
}

/** A key that clears the column on delete needs the NULL, and so does one that is to be decided so. */
function saysRequired(column: Column, server: Server): boolean {
  const { table } = column;
  const keys = table.foreignKeys.filter(({ columns }) => columns.includes(column));
  if (keys.some(({ onDelete, onUpdate }) => [onDelete, onUpdate].includes("set null"))) return false;
  if (keys.some((key) => key.onDelete === "no action" && proposeOnDelete(key, server)?.action === "set null")) return false;
  if (keys.length > 0) return true;
  if (table.constraints.some(({ type, columns }) => type === "unique" && columns.includes(column))) return true;
  const words = wordsOf(column.name);
  return (
    (words.length === 1 && EXPECTED.has(words[0] as string) && !namesRegion(column)) ||
    (words.length <= 2 && MOMENTS.has(words[0] as string) && isMoment(column))
  );
}

function isMoment({ type }: Column): boolean {
  return type.name === "timestamptz" || type.name === "timestamp" || type.name === "date";
}
