import {
  askedEvidence,
  type Column,
  createIndex,
  defineRule,
  dropIndex,
  ENOUGH_PAIRS,
  type FixDraft,
  failedInserts,
  ident,
  indexName,
  isRepeatableKey,
  lookupPairs,
  missingUpsertKeys,
  PROVIDERS,
  plannedIndex,
  qualified,
  replacedBy,
  type Table,
  type Workload,
  z,
} from "#rule";

export default defineRule({
  id: "missing-upsert-key",
  on: "table",
  needs: [],
  uses: ["workload"],
  category: "keys",
  severity: "warning",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Columns tell the rows apart, for another system or for the statements of the workload, and nothing makes them unique.",
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
      .default([...PROVIDERS])
      .describe("Words before the name of the row that say whose key it is: external_order_id, stripe_customer_id."),
    minTimes: z.int().min(1).default(ENOUGH_PAIRS).describe("Look-ups before inserts, and inserts that failed, count from so many on."),
  }),
  messages: {
    repeatable:
      "{table}.{column} names the row beside its primary key, and nothing makes it unique: an import that is repeated makes duplicates.",
    noArbiter: "ON CONFLICT ({columns}) on {table} has no unique index to rest on: the statement fails, as it did {times} times.",
    lookedUp:
      "A row of {table} is looked for by {columns} and then inserted, {times} times, and nothing makes {columns} unique: two at once insert it twice.",
    failing: "{count} inserts into {table} failed on {index}: with ON CONFLICT they would not.",
  },
  *check(table, { workload, options }) {
    const keys = workload === undefined ? [] : missingUpsertKeys(table, workload);
    const told = keys.filter(({ is, times }) => is === "named" || times >= options.minTimes);
    for (const { columns, is, statements, times } of told) {
      const [object] = columns;
      const data = { table: table.name, columns: namesOf(columns), times };
      const key = namesOf(columns);
      const evidence = askedEvidence(statements, workload as Workload);
      if (is === "named") yield { message: "noArbiter", object, key, severity: "error", confidence: "certain", data, evidence };
      else yield { message: "lookedUp", object, key, confidence: "likely", data, evidence };
    }
    for (const { index, object, count, statements } of workload === undefined ? [] : failuresOn(table, workload, options.minTimes)) {
      yield {
        message: "failing",
        object,
        key: index.name,
        confidence: "likely",
        data: { table: table.name, index: index.name, count },
        evidence: [
          { label: "inserts that failed", value: count, from: "SQLSTATE 23505 in the log" },
          ...(statements.length === 0 ? [] : askedEvidence(statements, workload as Workload)),
        ],
        related: [index],
      };
    }
    for (const column of table.columns) {
      if (!column.local || !isRepeatableKey(column, options.providers)) continue;
      if (told.some(({ columns }) => columns.length === 1 && columns[0] === column)) continue;
      yield {
        message: "repeatable",
        object: column,
        data: { table: table.name, column: column.name },
        evidence: [{ label: "unique indexes on it", value: 0, from: "pg_catalog.pg_index.indisunique" }],
      };
    }
  },
  fix(table, draft, { workload }): FixDraft | undefined {
    // A unique index of a partitioned table has to hold the partition key, and heirs are not held by their parent's.
    if (draft.message === "failing" || table.partitioning !== null || table.parents.length > 0 || table.children.length > 0)
      return undefined;
    const known = workload === undefined ? [] : missingUpsertKeys(table, workload);
    const columns = known.find((key) => namesOf(key.columns) === draft.key)?.columns ?? [draft.object as Column];
    const name = indexName(
      table,
      columns.map((one) => one.name),
      "_key",
    );
    const replaced = replacedBy(table, plannedIndex(columns, true));
    const keys = columns.map((one) => ident(one.name));
    const key = keys.join(", ");
    const steps = [
      ...createIndex({
        table,
        name,
        keys,
        unique: true,
        why: `One row for each ${namesOf(columns)}: from now on INSERT INTO ${qualified(table.path)} … ON CONFLICT (${key}) DO UPDATE writes a row once.`,
        requires: {
          sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(table.path)} WHERE ${keys.map((one) => `${one} IS NOT NULL`).join(" AND ")} GROUP BY ${key} HAVING count(*) > 1)`,
          because: "the table holds duplicates already: decide which row of each stays",
        },
      }),
      ...replaced.map((index) => dropIndex(index, `The unique index does all that ${index.name} does.`)),
    ];
    return {
      title: `Make ${table.name}.${namesOf(columns)} unique`,
      safety: "review",
      changes: [...columns, ...replaced],
      steps: steps as unknown as FixDraft["steps"],
    };
  },
});

function namesOf(columns: readonly Column[]): string {
  return columns.map(({ name }) => name).join(", ");
}

/** Inserts that a unique index has refused, by its first column or, of an expression, by itself, but not those of select-then-insert. */
function failuresOn(table: Table, workload: Workload, least: number) {
  const raced = new Set(lookupPairs(workload).flatMap(({ times, insert }) => (times >= least ? [insert.fingerprint] : [])));
  return failedInserts(table, workload).flatMap(({ index, events }) => {
    const open = events.filter(({ statement }) => statement === null || !raced.has(statement));
    const count = open.reduce((sum, event) => sum + event.count, 0);
    if (count < least) return [];
    return [
      {
        index,
        object: index.keys[0]?.column ?? index,
        count,
        statements: open.flatMap(({ statement }) => (statement === null ? [] : (workload.statement(statement) ?? []))),
      },
    ];
  });
}
