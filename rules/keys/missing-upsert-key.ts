import {
  type Column,
  createIndex,
  defineRule,
  dropIndex,
  type FixDraft,
  ident,
  indexName,
  perName,
  plannedIndex,
  qualified,
  recordsHistory,
  replacedBy,
  singularsOf,
  type Table,
  z,
} from "#rule";

export default defineRule({
  id: "missing-upsert-key",
  on: "column",
  needs: [],
  category: "keys",
  severity: "warning",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A column names the row for another system, and nothing makes it unique.",
    why: "An import that is repeated, or that runs twice at once, writes the row again: there is no unique index to upsert on, and looking first and inserting then loses the race. The copies are found when the sums are wrong.",
    remedy:
      "Make the key unique, and write with INSERT … ON CONFLICT. The fix counts on there being no duplicates, builds the unique index beside readers and writers, and drops a plain index that it replaces.",
    ignoreWhen:
      "The same key may come back on purpose: one row for each version or attempt. Tables that record history, and tables with any other unique key, are left out already.",
    links: ["https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT"],
  },
  options: z.object({
    providers: z
      .array(z.string())
      .default(["external", "stripe", "plaid", "paypal", "shopify", "xero", "salesforce", "hubspot", "braintree", "adyen", "teller"])
      .describe("Words before the name of the row that say whose key it is: external_order_id, stripe_customer_id."),
  }),
  messages: {
    repeatable:
      "{table}.{column} names the row beside its primary key, and nothing makes it unique: an import that is repeated makes duplicates.",
  },
  looksAt: ({ name, type }) => saysWhose(name) !== null && KEYS.has((type.over ?? type).name),
  *check(column, { options }) {
    if (!isSecondKey(column, options.providers) || hasUniqueKey(column.table)) return;
    yield {
      message: "repeatable",
      data: { table: column.table.name, column: column.name },
      evidence: [{ label: "unique indexes on it", value: 0, from: "pg_catalog.pg_index.indisunique" }],
    };
  },
  fix(column): FixDraft | undefined {
    const { table } = column;
    // A unique index of a partitioned table has to hold the partition key, and heirs are not held by their parent's.
    if (table.partitioning !== null || table.parents.length > 0 || table.children.length > 0) return undefined;
    const name = indexName(table, [column.name], "_key");
    const replaced = replacedBy(table, plannedIndex([column], true));
    const key = ident(column.name);
    const steps = [
      ...createIndex({
        table,
        name,
        keys: [key],
        unique: true,
        why: `One row for each ${column.name}: from now on INSERT INTO ${qualified(table.path)} … ON CONFLICT (${key}) DO UPDATE writes a row once.`,
        requires: {
          sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(table.path)} WHERE ${key} IS NOT NULL GROUP BY ${key} HAVING count(*) > 1)`,
          because: "the table holds duplicates already: decide which row of each stays",
        },
      }),
      ...replaced.map((index) => dropIndex(index, `The unique index does all that ${index.name} does.`)),
    ];
    return {
      title: `Make ${table.name}.${column.name} unique`,
      safety: "review",
      changes: [column, ...replaced],
      steps: steps as unknown as FixDraft["steps"],
    };
  },
});

const KEYS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext", "uuid", "int8"]);

/** `transaction_id` in transactions, beside its own key; `external_id`; `stripe_order_id` in orders. */
function isSecondKey(column: Column, providers: readonly string[]): boolean {
  const { table } = column;
  const stem = saysWhose(column.name);
  if (stem === null || table.foreign || column.type.array || column.generated !== null) return false;
  if (recordsHistory(table) || !hasOwnKey(table, column)) return false;
  if (table.foreignKeys.some((key) => key.columns.includes(column))) return false;
  const row = singularsOf(table.name);
  const [first = "", ...rest] = stem;
  if (stem.join(" ") === row.join(" ")) return column.notNull;
  if (!providers.includes(first)) return false;
  return rest.length === 0 ? first === "external" : row.join(" ") === rest.join(" ") || row.at(-1) === rest.join(" ");
}

/** The words before `id`; null for every other name. */
const saysWhose = perName((name): readonly string[] | null => {
  const words = singularsOf(name);
  return words.at(-1) !== "id" || words.length < 2 ? null : words.slice(0, -1);
});

/** A row that is known by a key of its own, so that this one is another system's. */
function hasOwnKey(table: Table, column: Column): boolean {
  const columns = table.primaryKey?.columns ?? [];
  return columns.length === 1 && columns[0] !== column;
}

/** The row has something unique besides its primary key: on that an import can be told apart from its repetition. */
function hasUniqueKey({ primaryKey, indexes }: Table): boolean {
  return indexes.some((index) => index.unique && index.constraint !== primaryKey);
}
