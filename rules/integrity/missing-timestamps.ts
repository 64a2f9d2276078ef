import {
  type Column,
  type Context,
  defineRule,
  type FixDraft,
  groupedBy,
  ident,
  isJoinTable,
  lexicon,
  qualified,
  type Schema,
  type SqlStep,
  step,
  type Table,
  touchTree,
  wordsOf,
  z,
} from "#rule";

const MADE = lexicon("created inserted");

export default defineRule({
  id: "missing-timestamps",
  on: "schema",
  needs: [],
  category: "integrity",
  severity: "info",
  confidence: "certain",
  recommended: false,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Most tables of a schema say when a row was made, and a few do not.",
    why: "When something went wrong, the first question is since when. Where no column tells, only backups do.",
    remedy:
      "Add the column that the other tables have, with now() as its default. The fix does: rows that were there before keep NULL, because nobody knows their time.",
    ignoreWhen: "The rows never change and come with a release, such as a list of countries.",
    links: ["https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT"],
  },
  options: z.object({
    minShare: z.number().min(0.5).max(1).default(0.6).describe("So large a share of the tables has to have the column."),
    minTables: z.int().min(2).default(4).describe("Schemas with fewer tables are left out."),
  }),
  messages: {
    missing: "{share} % of the tables in schema {schema} have a column such as {column}, and these have not: {tables}.",
  },
  *check(schema, context) {
    const found = withoutMoment(schema, context);
    if (found === null) return;
    const { without, all, like } = found;
    yield {
      message: "missing",
      data: {
        share: Math.floor(((all - without.length) / all) * 100),
        schema: schema.name,
        column: like.name,
        tables: without.map(({ name }) => name).join(", "),
      },
      evidence: [
        { label: "tables with such a column", value: all - without.length, from: "pg_catalog.pg_attribute" },
        { label: "tables without", value: without.length, from: "pg_catalog.pg_attribute" },
      ],
      related: without,
    };
  },
  fix(schema, _, context): FixDraft | undefined {
    const found = withoutMoment(schema, context);
    // A timestamp without a zone is a finding of its own: one more would not help.
    if (found === null || found.like.type.text !== "timestamp with time zone") return undefined;
    const { without, like } = found;
    const free = without.filter((table) => table.children.length === 0 || table.partitioning !== null);
    const [first, ...rest] = free.map((table) => addMoment(table, like));
    if (first === undefined) return undefined;
    return {
      title: `Add ${like.name} to the tables of ${schema.name} that have nothing like it`,
      safety: "review",
      changes: free,
      steps: [first, ...rest],
    };
  },
});

function addMoment(table: Table, like: Column): SqlStep {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  return step(touchTree("add column", table), {
    phase: "expand",
    why: `Rows that are written to ${table.name} from now on say when.`,
    statements: [
      `${on} ADD COLUMN ${ident(like.name)} timestamp with time zone`,
      `${on} ALTER COLUMN ${ident(like.name)} SET DEFAULT now()`,
    ],
    undo: [`${on} DROP COLUMN ${ident(like.name)}`],
    hazards: ["breaks clients"],
  });
}

interface Exceptions {
  readonly without: readonly Table[];
  readonly all: number;
  /** The most frequent of the columns that the others have. */
  readonly like: Column;
}

function withoutMoment(
  schema: Schema,
  { isShown, options: { minShare, minTables } }: Context<never, never, { readonly minShare: number; readonly minTables: number }>,
): Exceptions | null {
  const tables = schema.tables.filter(
    (table) => isShown(table) && table.persistence === "permanent" && table.parents.length === 0 && !table.foreign && !isJoinTable(table),
  );
  const moments = tables.flatMap((table) => table.columns.find(saysWhenMade) ?? []);
  const without = tables.filter((table) => !table.columns.some(saysWhenMade) && !table.columns.some(isOnlyMoment));
  const like = mostFrequent(moments);
  if (like === undefined || without.length === 0 || tables.length < minTables || moments.length < tables.length * minShare) return null;
  return { without: without.filter((table) => !table.columns.some(({ name }) => name === like.name)), all: tables.length, like };
}

/** The first of those that share their name and type with most others. */
function mostFrequent(columns: readonly Column[]): Column | undefined {
  const alike = groupedBy(columns, ({ name, type }) => `${name} ${type.text}`);
  const counts = [...alike.values()].map(([first, ...others]) => ({ column: first as Column, count: 1 + others.length }));
  return counts.sort((a, b) => b.count - a.count || (a.column.name < b.column.name ? -1 : 1))[0]?.column;
}

function isMoment({ type }: Column): boolean {
  return ["timestamptz", "timestamp", "date"].includes(type.name);
}

function saysWhenMade(column: Column): boolean {
  return isMoment(column) && wordsOf(column.name).some((word) => MADE.has(word));
}

/** `at`, `date` or `received_at` of a row that stands for something that happened says it as well. */
function isOnlyMoment(column: Column): boolean {
  return isMoment(column) && column.table.columns.filter(isMoment).length === 1 && column.notNull;
}
