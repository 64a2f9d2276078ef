import {
  type Column,
  canReplaceUnique,
  createIndex,
  defineRule,
  type FixDraft,
  type Index,
  type IndexKey,
  ident,
  indexName,
  noDuplicates,
  replaceUnique,
  type Table,
  z,
} from "#rule";

const MOMENTS: ReadonlySet<string> = new Set(["timestamptz", "timestamp", "date"]);

export default defineRule({
  id: "nullable-unique",
  on: "index",
  needs: [],
  category: "keys",
  severity: "info",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A unique key has a member that can be NULL, and rows without it are never compared.",
    why: "To a unique index no NULL equals another one: of rows that are alike in everything else, any number may be there as soon as that member is NULL. With a deletion time among the members, this is every live row.",
    remedy:
      "Let NULLs count as equal (NULLS NOT DISTINCT, PostgreSQL 15), or add a unique index over the rest for the rows where the member is NULL. The fix does the first where the server can and the second where it cannot, after a look for duplicates.",
    ignoreWhen:
      "A missing member means that the row takes no part. A single optional column, keys of references only, and members that are not references or moments are left out for this reason.",
    links: ["https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-UNIQUE"],
  },
  options: z.object({}),
  messages: {
    scope: "{index} on {table} lets equal {rest} pass as often as one likes where {columns} is NULL.",
    moment: "{index} on {table} lets equal {rest} pass as often as one likes while {columns} is NULL.",
  },
  looksAt: ({ unique, keys }) => unique && keys.length > 1,
  *check(index) {
    const nullable = openMembers(index);
    if (nullable.length === 0) return;
    const rest = index.keys.flatMap(({ column }) => (column === null || nullable.includes(column) ? [] : [column.name]));
    yield {
      message: nullable.some(isMoment) ? "moment" : "scope",
      data: {
        index: index.name,
        table: index.table.name,
        rest: rest.join(", "),
        columns: nullable.map((column) => column.name).join(" or "),
      },
      evidence: [{ label: "NULLs count as equal", value: false, from: "pg_index.indnullsnotdistinct" }],
      related: nullable,
    };
  },
  fix(index, _, { server }): FixDraft | undefined {
    const nullable = openMembers(index);
    const names = nullable.map((column) => column.name).join(" and ");
    const table = index.table as Table;
    if (server.version >= 150000) {
      if (!canReplaceUnique(index)) return undefined;
      const requires = {
        sql: noDuplicates({ ...index, nullsNotDistinct: true }),
        because: "several rows are alike, NULLs counted as equal",
      };
      const steps = replaceUnique({ index, why: `Let rows without ${names} be compared as well.`, nullsNotDistinct: true, requires });
      return {
        title: `Let NULLs count as equal in ${index.name}`,
        safety: "review",
        changes: [index],
        steps: steps as unknown as FixDraft["steps"],
      };
    }
    const [member, second] = nullable;
    if (member === undefined || second !== undefined || table.partitioning !== null) return undefined;
    const keys = index.keys.filter((key) => key.column !== member);
    const columns = keys.map((key) => (key.column as Column).name);
    const name = indexName(table, columns, "_key");
    const where = `${ident(member.name)} IS NULL`;
    const steps = createIndex({
      table,
      name,
      unique: true,
      keys: columns.map(ident),
      where,
      why: `Compare the rows without ${member.name} as well.`,
      phase: "validate",
      requires: { sql: noDuplicates({ ...index, keys, predicate: where }), because: "several rows without it are alike" },
    });
    return {
      title: `Keep ${columns.join(", ")} unique where ${member.name} is NULL`,
      safety: "review",
      changes: [{ kind: "index", path: [...table.schema.path, table.name, name] }],
      steps: steps as unknown as FixDraft["steps"],
    };
  },
});

/** Members that can be NULL though the rest identifies a row: references, which say where it counts, and moments. */
function openMembers(index: Index): Column[] {
  const { table } = index;
  if (table.kind !== "table" || !index.valid || index.nullsNotDistinct || index.predicate !== null) return [];
  const columns = index.keys.map((key) => key.column);
  if (!columns.every((column) => column !== null)) return [];
  const references = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const open = columns.filter((column) => !column.notNull && (references.has(column) || isMoment(column)));
  const rest = columns.filter((column) => !open.includes(column));
  if (!rest.some((column) => column.notNull && !references.has(column))) return [];
  return open.filter((column) => !isClosed(table, column, columns));
}

/** True where another unique index compares the rows in which the member is NULL, perhaps together with more columns. */
function isClosed(table: Table, column: Column, columns: readonly Column[]): boolean {
  const predicate = `(${ident(column.name)} IS NULL)`;
  const rest = columns.filter((other) => other !== column);
  const among = (key: IndexKey) => key.column !== null && rest.includes(key.column);
  return table.indexes.some(({ unique, valid, predicate: where, keys }) => {
    if (!unique || !valid) return false;
    return where === null ? keys.every((key) => among(key) && key.column?.notNull === true) : where === predicate && keys.some(among);
  });
}

function isMoment({ type }: Column): boolean {
  return MOMENTS.has(type.over?.name ?? type.name) && !type.array;
}
