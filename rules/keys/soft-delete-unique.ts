import {
  type Column,
  canReplaceUnique,
  createIndex,
  defineRule,
  type FixDraft,
  type Index,
  ident,
  indexName,
  isForeignKeyCovered,
  keeperOf,
  lexicon,
  perName,
  replaceUnique,
  type Table,
  wordsOf,
  z,
} from "#rule";

/** Moments that say that a row counts as deleted. */
const DELETED_AT: ReadonlySet<string> = new Set([
  "deleted at",
  "deletedat",
  "deleted on",
  "date deleted",
  "deleted date",
  "deleted time",
  "deletion time",
  "soft deleted at",
]);

/** What people choose for a row, and want to choose again once the row is gone. */
const CHOSEN = lexicon(
  "name username login email handle slug nickname alias title label subdomain domain hostname phone path code sku mail",
);

/** Codes that are drawn anew for each row: `access_code`. */
const DRAWN = lexicon("access invite invitation join verification confirmation recovery reset authorization");

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext"]);
const MOMENTS: ReadonlySet<string> = new Set(["timestamptz", "timestamp", "date"]);

export default defineRule({
  id: "soft-delete-unique",
  on: "index",
  needs: [],
  category: "keys",
  severity: "info",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A table keeps deleted rows with a deletion time, and its unique key counts them too.",
    why: "The name or address of a deleted row stays taken: whoever signs up again, or creates a project of an old name, is refused because of a row that nobody sees.",
    remedy:
      "Make the key unique among the rows that are not deleted. The fix builds a partial unique index beside readers and writers and lets it take the old key's place; ON CONFLICT has to name its predicate from then on.",
    ignoreWhen: "A name must never be used a second time, or deleted rows are renamed or moved away.",
    links: ["https://www.postgresql.org/docs/current/indexes-partial.html"],
  },
  options: z.object({
    columns: z.array(z.string()).default([]).describe("Further names of columns that hold the time of deletion."),
  }),
  messages: {
    counted: "{index} on {table} counts deleted rows too: setting {deleted} does not free {columns} for another row.",
  },
  looksAt: ({ unique, constraint }) => unique && constraint?.type !== "primary",
  *check(index, { options }) {
    const deleted = deletionOf(index, options.columns);
    if (deleted === null) return;
    const columns = index.keys.map((key) => (key.column as Column).name).join(", ");
    yield {
      message: "counted",
      data: { index: index.name, table: index.table.name, columns, deleted: deleted.name },
      evidence: [{ label: "predicate", value: "none", from: "pg_index.indpred" }],
      related: [deleted],
    };
  },
  fix(index, _, { options }): FixDraft | undefined {
    const deleted = deletionOf(index, options.columns);
    if (deleted === null || !canReplaceUnique(index)) return undefined;
    const steps = replaceUnique({ index, where: `${ident(deleted.name)} IS NULL`, why: "Only rows that are not deleted are compared." });
    return {
      title: `Let ${index.name} count only rows that are not deleted`,
      safety: "review",
      // What this one makes redundant today is needed when it no longer holds every row.
      changes: [index, ...index.table.indexes.filter((other) => keeperOf(other) === index)],
      steps: [...indexesInstead(index), ...steps].map((step) =>
        step.phase === "switch"
          ? {
              ...step,
              why: `${step.why} The way back fails once a row has taken the key of a deleted one.`,
              hazards: [...step.hazards, "breaks clients"],
            }
          : step,
      ) as unknown as FixDraft["steps"],
    };
  },
});

/** The column that the key should look at; null where it does, or where nobody chooses the key again. */
function deletionOf(index: Index, names: readonly string[]): Column | null {
  const { table } = index;
  if (table.kind !== "table" || !index.valid || index.predicate !== null) return null;
  const deleted = (table as Table).columns.find((column) => isMoment(column) && !column.notNull && saysDeleted(column.name, names));
  if (deleted === undefined || index.keys.some((key) => key.column === null || key.column === deleted)) return null;
  return index.keys.some((key) => key.column !== null && isChosen(key.column)) ? deleted : null;
}

/** Indexes for the foreign keys that the whole key serves, and a part of it does not. */
function indexesInstead(index: Index) {
  const table = index.table as Table;
  const without: Table = { ...table, indexes: table.indexes.filter((other) => other !== index) };
  const keys = table.foreignKeys.filter((key) => isForeignKeyCovered(key) && !isForeignKeyCovered({ ...key, table: without }));
  const lists = new Map(
    keys.map((key) => [
      indexName(
        table,
        key.columns.map((column) => column.name),
      ),
      key,
    ]),
  );
  return [...lists].flatMap(([name, key]) =>
    createIndex({
      table,
      name,
      keys: key.columns.map((column) => ident(column.name)),
      why: `${index.name} serves the check of ${key.name} as well; its successor does not.`,
    }),
  );
}

function saysDeleted(name: string, names: readonly string[]): boolean {
  return isDeletedAt(name) || names.includes(name);
}

const isDeletedAt = perName((name) => DELETED_AT.has(wordsOf(name).join(" ")));

function isChosen({ name, type }: Column): boolean {
  const words = wordsOf(name);
  return TEXTS.has(type.over?.name ?? type.name) && CHOSEN.has(words.at(-1) as string) && !DRAWN.has(words.at(-2) ?? "");
}

function isMoment({ type }: Column): boolean {
  return MOMENTS.has(type.over?.name ?? type.name) && !type.array;
}
