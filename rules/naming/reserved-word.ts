import { type Column, defineRule, lexicon, NON_PLAIN_KEYWORDS, type Table, z } from "#rule";

/** Keywords that name tables and columns without quotes, though not functions: "unreserved (cannot be function or type name)". */
const FREE = lexicon(`
  between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping inout int integer interval json
  json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value least
  merge_action national nchar none normalize nullif numeric out overlay position precision real row setof smallint substring time timestamp
  treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
`);

export default defineRule({
  id: "reserved-word",
  on: "table",
  needs: [],
  category: "naming",
  severity: "info",
  confidence: "certain",
  recommended: false,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A table or column is named by a word that SQL keeps for itself.",
    why: "Every statement has to quote the name, and one that forgets to fails, or does something else: SELECT user FROM t gives the name of the current role, not the column.",
    remedy: "Choose another name: users for user, sort_order for order. A view under the old name carries clients over.",
    ignoreWhen: "All statements come from a library that quotes every name.",
    links: ["https://www.postgresql.org/docs/current/sql-keywords-appendix.html"],
  },
  options: z.object({
    allowedWords: z.array(z.string()).default([]).describe("Reserved words that may be names all the same."),
  }),
  messages: {
    table: "Table {table} is named by a reserved word.",
    columns: "{table} has columns named by reserved words: {columns}.",
  },
  *check(table, { options }) {
    const from = "pg_get_keywords()";
    const isReserved = ({ name }: Table | Column) =>
      NON_PLAIN_KEYWORDS.has(name) && !FREE.has(name) && !options.allowedWords.includes(name);
    if (isReserved(table))
      yield { message: "table", data: { table: table.name }, key: "table", evidence: [{ label: "keyword", value: table.name, from }] };
    const columns = table.columns.filter((column) => column.local && isReserved(column));
    if (columns.length === 0) return;
    yield {
      message: "columns",
      data: { table: table.name, columns: columns.map(({ name }) => name).join(", ") },
      key: "columns",
      evidence: columns.map(({ name }) => ({ label: "keyword", value: name, from })),
      related: columns,
    };
  },
});
