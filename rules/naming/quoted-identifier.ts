import { type Column, defineRule, z } from "#rule";

const PLAIN = /^[a-z_][a-z0-9_]*$/;

export default defineRule({
  id: "quoted-identifier",
  on: "schema",
  needs: [],
  category: "naming",
  severity: "info",
  confidence: "certain",
  recommended: false,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Names of tables and columns have capitals, blanks or other characters, and have to be quoted wherever they are used.",
    why: 'PostgreSQL reads an unquoted name in small letters: userId is not found where the column is called "userId". Everybody who writes SQL by hand, in a report or in an emergency, has to know which names to quote.',
    remedy:
      "Use small letters, digits and underscores, and let the library map the names of the language. A view with plain names serves those who write SQL by hand.",
    ignoreWhen: "All statements come from a library that quotes every name.",
    links: ["https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS"],
  },
  options: z.object({
    mostListed: z.int().min(1).default(10).describe("So many names are listed; the rest are counted."),
  }),
  messages: {
    quoted: "In schema {schema}, {tables} tables and {columns} columns have names that need quotes: {names}.",
  },
  *check(schema, { isShown, options }) {
    const tables = schema.tables.filter(isShown);
    const named = tables.filter(({ name }) => !PLAIN.test(name));
    const columns: readonly Column[] = tables.flatMap((table) => table.columns.filter(({ local, name }) => local && !PLAIN.test(name)));
    if (named.length + columns.length === 0) return;
    const names = [...named.map(({ name }) => name), ...columns.map(({ name, table }) => `${table.name}.${name}`)].sort();
    const more = names.length - options.mostListed;
    yield {
      message: "quoted",
      data: {
        schema: schema.name,
        tables: named.length,
        columns: columns.length,
        names: `${names.slice(0, options.mostListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
      },
      evidence: names.map((name) => ({ label: "name", value: name, from: "pg_catalog.pg_class.relname, pg_catalog.pg_attribute.attname" })),
      related: [...named, ...columns],
    };
  },
});
