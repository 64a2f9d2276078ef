import { defineRule, z } from "#rule";

export default defineRule({
  id: "missing-comment",
  on: "schema",
  needs: [],
  category: "naming",
  severity: "info",
  confidence: "certain",
  recommended: false,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Tables have no comment that says what one of their rows stands for.",
    why: "The name of a table is a word, and whoever comes new to it has to guess what is meant, since when, and who writes it. A comment lives in the database, goes with every dump, and is seen in every client.",
    remedy: "COMMENT ON TABLE … IS '…': one sentence about what a row stands for. It takes no lock that anybody notices.",
    ignoreWhen: "The schema is documented elsewhere, and everybody looks there.",
    links: ["https://www.postgresql.org/docs/current/sql-comment.html"],
  },
  options: z.object({
    mostListed: z.int().min(1).default(10).describe("So many tables are listed; the rest are counted."),
  }),
  messages: {
    tables: "Tables in schema {schema} have no comment, {count} of {all}: {names}.",
  },
  *check(schema, { isShown, options }) {
    const tables = schema.tables.filter(isShown);
    const silent = tables.filter(({ comment }) => comment === null || comment.trim() === "");
    if (silent.length === 0) return;
    const names = silent.map(({ name }) => name).sort();
    const more = names.length - options.mostListed;
    yield {
      message: "tables",
      data: {
        count: silent.length,
        all: tables.length,
        schema: schema.name,
        names: `${names.slice(0, options.mostListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
      },
      related: silent,
    };
  },
});
