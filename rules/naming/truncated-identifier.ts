import { defineRule, MAX_IDENTIFIER_BYTES, type ObjectRef, type Table, z } from "#rule";

export default defineRule({
  id: "truncated-identifier",
  on: "schema",
  needs: [],
  category: "naming",
  severity: "info",
  confidence: "heuristic",
  recommended: false,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Names are exactly as long as PostgreSQL allows, 63 bytes, and were probably cut.",
    why: "A longer name is cut with a notice that nobody reads. Two long names that begin alike become one, and a migration that looks for the whole name does not find the object.",
    remedy: "Give it a shorter name. RENAME takes a lock for a moment only.",
    ignoreWhen: "A tool makes such names by a rule of its own, with a hash at the end, and finds them again.",
    links: ["https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS"],
  },
  options: z.object({
    mostListed: z.int().min(1).default(10).describe("So many names are listed; the rest are counted."),
  }),
  messages: {
    cut: "Names in schema {schema} fill all of the 63 bytes, and were probably cut, {count} in all: {names}.",
  },
  *check(schema, { isShown, options }) {
    const cut = schema.tables
      .filter(isShown)
      .flatMap(namedIn)
      .filter(({ name }) => Buffer.byteLength(name) === MAX_IDENTIFIER_BYTES && !/_[0-9a-f]{6,}(?:_[a-z]+)?$/.test(name));
    if (cut.length === 0) return;
    const names = [...new Set(cut.map(({ name }) => name))].sort();
    const more = names.length - options.mostListed;
    yield {
      message: "cut",
      data: {
        count: names.length,
        schema: schema.name,
        names: `${names.slice(0, options.mostListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
      },
      evidence: names.map((name) => ({ label: name, value: Buffer.byteLength(name), unit: "bytes", from: "pg_catalog" })),
      related: cut,
    };
  },
});

/** PostgreSQL makes the names of constraints and their indexes itself, and cuts the parts so that nothing is lost: only long ones of people count. */
function namedIn(table: Table): (ObjectRef & { readonly name: string })[] {
  const made = /_(?:pkey|key|fkey|check|excl|idx|not_null|seq)\d*$/;
  const items = [
    table,
    ...table.columns.filter(({ local }) => local),
    ...table.indexes,
    ...table.constraints,
    ...table.triggers,
    ...table.policies,
  ];
  return items.filter(({ name }) => !made.test(name));
}
