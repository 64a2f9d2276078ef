import {
  baseType,
  type Column,
  defineRule,
  ident,
  literal,
  mentioning,
  qualified,
  type Retyped,
  retypedColumns,
  type Server,
  type Table,
  z,
} from "#rule";

export default defineRule({
  id: "prefer-jsonb",
  on: "table",
  needs: [],
  category: "types",
  severity: "info",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A table keeps json, which stores the text, where jsonb serves.",
    why: "json is parsed again by every query that looks into it, has no equality, so that DISTINCT, GROUP BY and UNION fail on it, and no index of its own can answer what a document contains.",
    remedy:
      "Use jsonb. The fix adds a second column, converts in batches, proves the result and swaps the names; it stops before the first change when a document has what jsonb cannot hold, such as \\u0000.",
    ignoreWhen:
      "The exact text matters: the order or repetition of keys, white space, the digits of a number as they were sent, or a signature over the whole. jsonb keeps none of these.",
    links: ["https://www.postgresql.org/docs/current/datatype-json.html"],
  },
  options: z.object({}),
  messages: {
    json: "{table} keeps {columns} as json, which is parsed by every query and cannot be compared or indexed.",
  },
  *check(table) {
    const columns = jsonColumns(table);
    if (columns.length === 0) return;
    yield {
      message: "json",
      data: { table: table.name, columns: columns.map(({ name }) => name).join(", ") },
      evidence: columns.map((column) => ({ label: column.name, value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" })),
      related: columns,
    };
  },
  fix(table, _, { server }) {
    const retyped = jsonColumns(table).map((column) => toJsonb(column, server));
    return retypedColumns(`Store the documents of ${table.name} as jsonb`, retyped as [Retyped, ...Retyped[]]);
  },
});

function jsonColumns(table: Table): Column[] {
  if (table.foreign) return [];
  return table.columns.filter((column) => {
    const type = baseType(column.type);
    return column.local && column.generated === null && type.schema === "pg_catalog" && type.name === "json";
  });
}

/** Functions that take json and no jsonb. */
const JSON_ONLY = /\bjson_(?:array_elements|array_length|each|extract_path|object_keys|populate_record|strip_nulls|to_record|typeof)/;

function toJsonb(column: Column, server: Server): Retyped {
  const array = column.type.array ? "[]" : "";
  return {
    column,
    type: `jsonb${array}`,
    why: "jsonb is parsed once, when it is written.",
    convert: (value) => `${value}::jsonb${array}`,
    revert: (value) => `${value}::json${array}`,
    defaultFor: (expression) => (/^'[^']*'::json$/.test(expression) ? `${expression}b` : `(${expression})::jsonb${array}`),
    requires: holdsJsonb(column, server),
    against: mentioning(column, JSON_ONLY, "it calls a function that takes json and no jsonb"),
    clients: `Make sure that nobody needs the exact text of ${column.table.name}.${column.name}: jsonb orders the keys and keeps the last of equal ones. Deploy code that calls the jsonb functions on it, and names the columns in INSERT and COPY, before the next step.`,
    server,
  };
}

/** Escapes that are no character, halves of a surrogate pair, and numbers larger than numeric. */
const NOT_JSONB = [
  String.raw`\\u0000`,
  String.raw`\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])`,
  String.raw`(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]`,
  String.raw`[:,[]\s*-?[0-9][0-9.]*[eE][+]?[0-9]{6,}`,
].join("|");

function holdsJsonb(column: Column, server: Server): NonNullable<Retyped["requires"]> {
  const value = `t.${ident(column.name)}::text`;
  const bad =
    server.version >= 160_000
      ? `NOT pg_catalog.pg_input_is_valid(${value}, 'jsonb${column.type.array ? "[]" : ""}')`
      : `${value} ~ ${literal(NOT_JSONB).trim()}`;
  return {
    sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(column.table.path)} AS t WHERE ${bad})`,
    because: "a document has an escape or a number that jsonb cannot hold: find those rows and decide what they should say",
  };
}
