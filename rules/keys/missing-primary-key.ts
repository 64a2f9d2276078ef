import {
  addIdentityKey,
  addNumberedColumn,
  type Column,
  createIndex,
  defineRule,
  dropIndex,
  type FixDraft,
  freshName,
  ident,
  indexName,
  leastOverlap,
  literal,
  type PrimaryKeyCandidate,
  plannedIndex,
  primaryKeyCandidate,
  promoteToPrimaryKey,
  qualified,
  replacedBy,
  restoreIndex,
  type Server,
  type SqlStep,
  setNotNull,
  type Table,
  z,
} from "#rule";

export default defineRule({
  id: "missing-primary-key",
  on: "table",
  needs: [],
  uses: ["stats"],
  category: "keys",
  severity: "error",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A table has no primary key.",
    why: "Nothing names a row: duplicates cannot be told apart or deleted one by one, logical replication refuses UPDATE and DELETE, and no other table can refer to it.",
    remedy:
      "Promote a unique index on required columns, or number the rows. The fix proves the columns NOT NULL and unique beside readers and writers, and makes the index the primary key in a moment; where nothing is unique it adds an identity column, filled in batches.",
    ignoreWhen: "The table only takes rows in and is read as a whole, such as a staging or log table, and is not replicated.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS"],
  },
  options: z.object({
    smallTableRows: z
      .number()
      .int()
      .nonnegative()
      .default(10_000)
      .describe("Tables known to have at most this many rows get their identity column in one step, which copies the table."),
  }),
  messages: {
    noKey: "{table} has no primary key, and nothing in it is unique.",
    uniqueOnly: "{table} has no primary key, though {index} is unique.",
  },
  *check(table) {
    if (table.primaryKey !== null || table.foreign) return;
    const unique = table.indexes.find((index) => index.unique && index.valid && index.predicate === null);
    if (unique === undefined) yield { message: "noKey", data: { table: table.name } };
    else yield { message: "uniqueOnly", data: { table: table.name, index: unique.name } };
  },
  fix(table, _, { server, stats, options }): FixDraft | undefined {
    // A partitioned table's key has to hold the partition key, and USING INDEX is refused there; an heir's columns are its parent's.
    if (table.partitioning !== null || table.parents.length > 0 || table.children.length > 0) return undefined;
    const candidate = primaryKeyCandidate(table);
    if (candidate !== null) return promotion(table, candidate, server);
    const rows = stats?.table(table)?.rows ?? null;
    return numbering(table, server, rows !== null && rows <= options.smallTableRows);
  },
});

function promotion(table: Table, candidate: PrimaryKeyCandidate, server: Server): FixDraft {
  const columns = candidate.is === "columns" ? leastOverlap(table, candidate.columns, true) : candidate.columns;
  const list = columns.map((column) => column.name).join(", ");
  const required = columns.filter((column) => !column.notNull).flatMap((column) => notNull(table, column.name, server));
  const why = `${list} becomes what names a row.`;
  const draft = (changes: FixDraft["changes"], steps: readonly SqlStep[]): FixDraft => ({
    title: `Make ${list} the primary key of ${table.name}`,
    safety: "safe",
    changes: [table, ...changes],
    steps: steps as FixDraft["steps"],
  });
  if (candidate.is === "index") {
    const { index } = candidate;
    const referenced = table.referencedBy.some((key) => key.index === index);
    const promote = promoteToPrimaryKey({ table, index: index.name, why, restore: referenced ? null : restoreIndex(index) });
    return draft([index], [...required, promote]);
  }
  const name = primaryKeyName(table);
  const build = uniqueIndex(table, name, columns);
  if (candidate.is === "columns") {
    const replaced = replacedBy(table, plannedIndex(columns, true));
    const drops = replaced.map((index) => dropIndex(index, `The primary key does all that ${index.name} does.`));
    return draft(replaced, [...build, ...required, promoteToPrimaryKey({ table, index: name, why, restore: [] }), ...drops]);
  }
  const { constraint } = candidate;
  const held =
    constraint.index.replicaIdentity || constraint.index.clustered || table.referencedBy.some((key) => key.index === constraint.index);
  const dropFirst = { name: constraint.name, restore: restoreUnique(table, constraint) };
  const promote = promoteToPrimaryKey({ table, index: name, why, restore: [], ...(held ? {} : { dropFirst }) });
  return draft([constraint], [...build, ...required, promote]);
}

function numbering(table: Table, server: Server, small: boolean): FixDraft {
  const taken = new Set(table.columns.map((column) => column.name));
  const column = freshName(["id"], "", taken);
  const title = `Number the rows of ${table.name} and make the number its primary key`;
  if (small) {
    return {
      title,
      safety: "review",
      changes: [table],
      steps: [addIdentityKey(table, column, "The table is small enough to be copied at once.")],
    };
  }
  const name = primaryKeyName(table);
  const numbered = addNumberedColumn(table, column);
  const build = createIndex({
    table,
    name,
    unique: true,
    keys: [ident(column)],
    why: "Prove that the numbers are unique.",
    phase: "validate",
  });
  const promote = promoteToPrimaryKey({ table, index: name, why: "The number becomes what names a row.", restore: [] });
  const steps = [...numbered.before, ...build, ...notNull(table, column, server), promote, numbered.after];
  return { title, safety: "safe", changes: [table], steps: steps as unknown as FixDraft["steps"] };
}

function primaryKeyName(table: Table): string {
  return indexName(table, [], "_pkey");
}

function uniqueIndex(table: Table, name: string, columns: readonly Column[]): SqlStep[] {
  const list = columns.map((column) => ident(column.name));
  return createIndex({
    table,
    name,
    unique: true,
    keys: list,
    why: "Prove that no two rows have the same key.",
    phase: "validate",
    requires: {
      sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(table.path)} WHERE (${list.map((column) => `${column} IS NOT NULL`).join(" AND ")}) GROUP BY ${list.join(", ")} HAVING count(*) > 1)`,
      because: "several rows have the same key",
    },
  });
}

function restoreUnique(
  table: Table,
  constraint: { readonly name: string; readonly columns: readonly Column[]; readonly comment: string | null },
) {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const list = constraint.columns.map((column) => ident(column.name)).join(", ");
  return [
    `${on} ADD CONSTRAINT ${ident(constraint.name)} UNIQUE (${list})`,
    ...(constraint.comment === null
      ? []
      : [`COMMENT ON CONSTRAINT ${ident(constraint.name)} ON ${qualified(table.path)} IS ${literal(constraint.comment).trim()}`]),
  ];
}

function notNull(table: Table, column: string, server: Server): SqlStep[] {
  return setNotNull(table, column, `A primary key has a value in every row: prove it for ${column}.`, server);
}
