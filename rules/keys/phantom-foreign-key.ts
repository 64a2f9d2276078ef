import {
  type Column,
  type Context,
  callsOf,
  createMissingParent,
  declareReferences,
  defineRule,
  type FixDraft,
  groupedBy,
  joinedKeys,
  type MissingParent,
  type PhantomKey,
  type PhantomKeys,
  phantomKeys,
  type Schema,
  type Server,
  z,
} from "#rule";

export default defineRule({
  id: "phantom-foreign-key",
  on: "schema",
  needs: ["catalog"],
  uses: ["workload"],
  category: "keys",
  severity: "warning",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A column names rows of another table, and no foreign key says so; or many tables name rows of a table that does not exist.",
    why: "Nothing stops a row from naming what is gone or never was: joins lose rows in silence, and sums with them. The planner knows less, generators and readers of the schema see no relation, and where the table itself is missing there is no place for what belongs to it.",
    remedy:
      "Declare the key. The fix counts on no row that refers to nothing, indexes the column where no index serves the check, adds the key NOT VALID and proves it beside readers and writers; a text key moves on to the surrogate key of its table. For a missing table it creates one, with a surrogate key where the key is a text, fills it from the distinct values in use, and then declares the references.",
    ignoreWhen:
      "The rows live in another database or service, or are meant to outlive what they name. Tables that record history, staging tables, and columns beside which a type says what they name are left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    minCalls: z.int().min(1).default(50).describe("Statements that join a column with a key count as a sign from so many calls on."),
    leastTables: z.int().min(2).default(3).describe("A table is missing when its key stands in at least this many others."),
    listFrom: z
      .int()
      .min(2)
      .default(4)
      .describe("From this many columns on that name rows of one table, they are one finding at that table."),
  }),
  messages: {
    undeclared: "{table}.{column} names rows of {parent}, because {reason}, and no foreign key says so.",
    severalUndeclared: "{count} columns name rows of {parent}, and no foreign key says so: {columns}.",
    missingParent: "{column} stands in {count} tables, and no table has a row for each {row}: {tables}.",
  },
  *check(schema, ctx) {
    const { options } = ctx;
    const { keys, parents } = keysIn(schema, ctx);
    for (const [parent, found] of groupedBy(keys, ({ target }) => target)) {
      if (found.length < options.listFrom) {
        for (const { column, key, reason } of found) {
          yield {
            message: "undeclared",
            object: column,
            data: { table: column.table.name, column: column.name, parent: parent.name, reason },
            evidence: [{ label: "names", value: `${parent.name}.${key.name} ${key.type.text}`, from: "pg_catalog.pg_constraint" }],
            related: [key],
          };
        }
      } else {
        yield {
          message: "severalUndeclared",
          object: parent,
          // The key belongs to this schema: another one may have columns that name the same rows.
          key: schema.name,
          data: { parent: parent.name, count: found.length, columns: list(found.map(({ column }) => column)) },
          evidence: found.map(({ column, reason }) => ({
            label: `${column.table.name}.${column.name}`,
            value: reason,
            from: "pg_catalog.pg_constraint",
          })),
          related: found.map(({ column }) => column),
        };
      }
    }
    for (const { name, row, columns } of parents) {
      yield {
        message: "missingParent",
        key: name,
        data: { column: name, row, count: columns.length, tables: columns.map(({ table }) => table.name).join(", ") },
        evidence: [{ label: "tables", value: columns.length, from: "pg_catalog.pg_attribute.attname" }],
        related: columns,
      };
    }
  },
  fix(schema, draft, ctx): FixDraft | undefined {
    const { server } = ctx;
    const { keys, parents } = keysIn(schema, ctx);
    if (draft.message === "missingParent") {
      return createMissingParent(parents.find(({ name }) => name === draft.key) as MissingParent, server);
    }
    const found = keys.filter(({ column, target }) => draft.object === column || draft.object === target);
    return declaration(found, server);
  },
});

/** What the names say, and what the joins of the workload say where the names do not. */
function keysIn(schema: Schema, { catalog, workload, isShown, options }: Seen): PhantomKeys {
  const { keys, parents } = phantomKeys(schema, catalog, isShown, options.leastTables);
  if (workload === undefined) return { keys, parents };
  const joined = schema.tables.filter(isShown).flatMap((table) => joinedKeys(table, workload));
  const asked = joined.filter(({ key, statements }) => isShown(key.table) && callsOf(statements) >= options.minCalls);
  const byJoin = asked.map(({ column, key, statements }) => ({
    column,
    target: key.table,
    key,
    reason: `${callsOf(statements)} calls join it with ${key.table.name}.${key.name}`,
  }));
  const named = new Set([...keys.map(({ column }) => column), ...parents.flatMap(({ columns }) => columns)]);
  return { keys: [...keys, ...byJoin.filter(({ column }) => !named.has(column))], parents };
}

/** Nothing where the types differ: one of them has to change first. */
function declaration(found: readonly PhantomKey[], server: Server): FixDraft | undefined {
  const [first] = found;
  if (first === undefined || found.some(({ column, key }) => !isSameType(column, key))) return undefined;
  const { target } = first;
  const { steps, changes } = declareReferences(
    found.map(({ column, key }) => ({ column, target, key, surrogate: surrogateBeside(key), mayHaveOrphans: true, server })),
  );
  const what = found.length === 1 ? `${first.column.table.name}.${first.column.name}` : `${found.length} columns`;
  return {
    title: `Declare the foreign key of ${what} to ${target.name}`,
    safety: steps.some((step) => step.is === "manual") ? "manual" : "review",
    changes,
    steps: steps as unknown as FixDraft["steps"],
  };
}

function list(columns: readonly Column[]): string {
  return columns.map(({ table, name }) => `${table.name}.${name}`).join(", ");
}

function isSameType(a: Column, b: Column): boolean {
  return a.type.text === b.type.text && a.collation === b.collation;
}

type Seen = Pick<
  Context<"catalog", "workload", { readonly leastTables: number; readonly minCalls: number }>,
  "catalog" | "workload" | "isShown" | "options"
>;

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext"]);
const SURROGATES: ReadonlySet<string> = new Set(["int2", "int4", "int8", "uuid"]);

/** The number or uuid by which a text key should not be bypassed. */
function surrogateBeside(key: Column): Column | null {
  const [primary, ...others] = key.table.primaryKey?.columns ?? [];
  if (primary === undefined || others.length > 0 || primary === key || !TEXTS.has(key.type.name)) return null;
  return SURROGATES.has(primary.type.name) ? primary : null;
}
