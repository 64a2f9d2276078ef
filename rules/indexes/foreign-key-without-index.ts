import {
  adviceCovers,
  comingPrimaryKey,
  createIndex,
  defineRule,
  dropIndex,
  type ForeignKey,
  foreignKeyIndexPlans,
  ident,
  indexName,
  isForeignKeyCovered,
  leads,
  plannedIndex,
  replacedBy,
  z,
} from "#rule";

export default defineRule({
  id: "foreign-key-without-index",
  on: "foreignKey",
  needs: [],
  uses: ["stats", "advice"],
  category: "indexes",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "No index serves the check that a foreign key makes when a referenced row is deleted or its key changes.",
    why: "PostgreSQL indexes the referenced side of a foreign key and not the referencing one. Every DELETE of a referenced row, and every UPDATE of its key, then reads the whole referencing table, holding the row locks meanwhile; joins along the key read it as well.",
    remedy:
      "Index the key's columns; any order serves, as long as they are the first keys of the index. The fix builds the index concurrently, partition by partition where there are any. Where the table has no primary key and the one that it should get serves the check, that is the fix of missing-primary-key.",
    ignoreWhen:
      "Referenced rows are never deleted and their keys never change, nothing joins along the key, or the referencing table stays tiny: the option minRows leaves out tables that are known to have fewer rows.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    minRows: z
      .number()
      .int()
      .nonnegative()
      .default(0)
      .describe("Tables known to have fewer rows are left out; a table whose rows nobody counted is not."),
  }),
  messages: {
    missing: "No index on {table} begins with {columns}: deleting a row of {parent} reads all of {table} to check {constraint}.",
  },
  *check(key, { stats, advice, options }) {
    const plan = planFor(key);
    // An index that the workload needs and that serves the key as well is missing-index-for-workload.
    if (plan === undefined || plan.serves.every((served) => advice?.for(key.table).some((advised) => adviceCovers(advised, served))))
      return;
    const rows = stats?.table(key.table)?.rows ?? null;
    if (rows !== null && rows < options.minRows) return;
    yield {
      message: "missing",
      data: {
        table: key.table.name,
        columns: plan.columns.map((column) => column.name).join(", "),
        parent: key.target.name,
        constraint: plan.serves.map(({ name }) => name).join(", "),
      },
      evidence: rows === null ? [] : [{ label: "rows read per check", value: rows, unit: "rows", from: "pg_class.reltuples" }],
      related: plan.serves.filter((other) => other !== key),
    };
  },
  fix(key) {
    const plan = planFor(key) as NonNullable<ReturnType<typeof planFor>>;
    const { table } = key;
    const primary = comingPrimaryKey(table);
    if (primary !== null && plan.serves.every((served) => leads(served.columns, plannedIndex(primary)))) return undefined;
    const columns = plan.columns.map((column) => column.name);
    const name = indexName(table, columns);
    const replaced = replacedBy(table, plannedIndex(plan.columns));
    const build = createIndex({
      table,
      name,
      keys: columns.map(ident),
      why: `Let the check of ${plan.serves.map((served) => served.name).join(" and ")} find its rows.`,
    });
    const drops = replaced.map((index) => dropIndex(index, `The new index does all that ${index.name} does.`));
    return {
      title: `Index ${table.name} (${columns.join(", ")})`,
      safety: "safe",
      changes: [{ kind: "index", path: [...table.schema.path, table.name, name] }, ...replaced],
      steps: [...build, ...drops] as [(typeof build)[number], ...typeof drops],
    };
  },
});

/** The index that this key speaks for; undefined when it is served, or another key speaks for it. */
function planFor(key: ForeignKey) {
  if (isForeignKeyCovered(key)) return undefined;
  return foreignKeyIndexPlans(key.table).find((plan) => plan.serves[0] === key);
}
