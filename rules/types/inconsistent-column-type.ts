import { baseType, type Column, dayRole, defineRule, groupedBy, perName, recordedRole, type Table, wordsOf, z } from "#rule";

export default defineRule({
  id: "inconsistent-column-type",
  on: "schema",
  needs: [],
  category: "types",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Columns of one name have types of different kinds in different tables of a schema.",
    why: "A name that says the same twice is taken for the same: a join of bigint with text needs a cast that no index serves, an id that is integer in one table overflows where the other goes on, and code that reads both needs to know which is which.",
    remedy: "Give the columns one type, or different names where they mean different things.",
    ignoreWhen: "The columns mean different things, and everybody who writes queries knows it.",
    links: [],
  },
  options: z.object({
    leastTables: z.int().min(2).default(3).describe("Tables that need a column of the name."),
  }),
  messages: {
    differ: "{column} has different types in the tables of schema {schema}: {types}.",
  },
  *check(schema, { isShown, options }) {
    const tables = schema.tables.filter((table) => !table.foreign && isShown(table));
    const telling = tables.flatMap((table) => table.columns.filter((column) => isTelling(column.name) && column.local));
    for (const [name, columns] of groupedBy(telling, (column) => column.name)) {
      if (columns.length < options.leastTables) continue;
      const kinds = groupedBy(columns, kindOf);
      if (kinds.size < 2 || meanDifferentThings(columns)) continue;
      const ordered = [...kinds.values()].sort((a, b) => b.length - a.length);
      yield {
        message: "differ",
        key: name,
        data: { column: name, schema: schema.name, types: ordered.map(describe).join("; ") },
        evidence: ordered
          .flat()
          .map((column) => ({ label: column.table.name, value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" })),
        related: ordered.flat(),
      };
    }
  },
});

/** One word alone is a name for anything: `value`, `status`, `code`. Days and moments are the matter of other rules. */
const isTelling = perName((name) => wordsOf(name).length > 1 && recordedRole(name) === null && dayRole(name) === null);

const KINDS: Readonly<Record<string, string>> = {
  varchar: "text",
  bpchar: "text",
  citext: "text",
  name: "text",
  // Which of them is meant is the matter of naive-timestamp, prefer-jsonb and float-money.
  timestamptz: "timestamp",
  json: "jsonb",
  float4: "number",
  float8: "number",
  numeric: "number",
  money: "number",
  int2: "int4",
};

function kindOf(column: Column): string {
  const type = baseType(column.type);
  const kind = KINDS[type.name] ?? type.name;
  // Where nothing refers to the number, its size is no other kind.
  const counted = kind === "int8" && !namesKey(column.name) ? "int4" : kind;
  return `${counted}${column.type.array ? "[]" : ""}`;
}

const namesKey = perName((name) => wordsOf(name).at(-1) === "id");

/** Keys to different tables, or the key of a table and a reference to something else. */
function meanDifferentThings(columns: readonly Column[]): boolean {
  const targets = new Set<Table>();
  for (const column of columns) {
    for (const key of column.table.foreignKeys) if (key.columns.includes(column)) targets.add(key.target);
  }
  return targets.size > 1;
}

const MOST_LISTED = 5;

function describe(columns: readonly Column[]): string {
  const [first] = columns as readonly [Column, ...Column[]];
  const tables = columns.slice(0, MOST_LISTED).map(({ table }) => table.name);
  const more = columns.length > MOST_LISTED ? ` and ${columns.length - MOST_LISTED} more` : "";
  return `${first.type.text} in ${tables.join(", ")}${more}`;
}
