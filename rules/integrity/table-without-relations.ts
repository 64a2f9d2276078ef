import { defineRule, type Table, treeOf, z } from "#rule";

export default defineRule({
  id: "table-without-relations",
  on: "schema",
  needs: [],
  category: "integrity",
  severity: "info",
  confidence: "heuristic",
  recommended: false,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Tables have no foreign key and are referred to by none.",
    why: "Such a table is either on its own by nature, or its references were never declared, or nobody uses it any more: the catalog does not say which, and nothing checks what it holds.",
    remedy: "Declare the references that there are, and drop what nobody uses.",
    ignoreWhen: "The table is on its own by nature: settings, locks, imports, logs.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    ignoredTables: z.array(z.string()).default([]).describe("Names of tables that are on their own by nature."),
  }),
  messages: {
    islands: "Tables in schema {schema} have no foreign key and are referred to by none, {count} of {all}: {names}.",
  },
  *check(schema, { isShown, options }) {
    const tables = schema.tables.filter((table) => isShown(table) && table.persistence === "permanent" && !table.foreign);
    const islands = tables.filter((table) => !treeOf(table).some(isRelated) && !options.ignoredTables.includes(table.name));
    if (islands.length === 0 || tables.length < 2) return;
    yield {
      message: "islands",
      data: {
        count: islands.length,
        all: tables.length,
        schema: schema.name,
        names: islands
          .map(({ name }) => name)
          .sort()
          .join(", "),
      },
      related: islands,
    };
  },
});

/** Partitions may have keys of their own. */
function isRelated({ foreignKeys, referencedBy }: Table): boolean {
  return foreignKeys.length + referencedBy.length > 0;
}
