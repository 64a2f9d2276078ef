import { type Column, defineRule, type Schema, type Table, z } from "#rule";

type Casing = "snake_case" | "camelCase" | "PascalCase" | "UPPER_CASE";

export default defineRule({
  id: "casing-outlier",
  on: "schema",
  needs: [],
  category: "naming",
  severity: "info",
  confidence: "certain",
  recommended: false,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A few names of a schema are written in another way than nearly all the others.",
    why: "Where one column of a hundred is camelCase, everybody guesses its name wrong the first time, and needs quotes for it.",
    remedy: "Rename the few to what the many do, with a view under the old names until the clients have followed.",
    ignoreWhen: "The names come from outside, such as the columns of a provider's export.",
    links: ["https://www.postgresql.org/docs/current/sql-altertable.html"],
  },
  options: z.object({
    minShare: z.number().min(0.5).max(1).default(0.8).describe("So large a share of the names makes a convention of the schema."),
    minNames: z.int().min(2).default(10).describe("Schemas with fewer names that show a way of writing are left out."),
  }),
  messages: {
    outliers: "{share} % of the names in schema {schema} are in {casing}, and these are not: {names}.",
  },
  *check(schema, { options }) {
    const named = namedIn(schema).flatMap((item) => {
      const casing = casingOf(item.name);
      return casing === null ? [] : [{ item, casing }];
    });
    if (named.length < options.minNames) return;
    const counts = new Map<Casing, number>();
    for (const { casing } of named) counts.set(casing, (counts.get(casing) ?? 0) + 1);
    const [most] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    if (most === undefined || most[1] === named.length || most[1] < named.length * options.minShare) return;
    const outliers = named.filter(({ casing }) => casing !== most[0]);
    const names = outliers.map(({ item }) => (item.kind === "table" ? item.name : `${item.table.name}.${item.name}`)).sort();
    yield {
      message: "outliers",
      data: { share: Math.floor((most[1] / named.length) * 100), schema: schema.name, casing: most[0], names: names.join(", ") },
      evidence: [...counts].sort().map(([casing, count]) => ({ label: casing, value: count, from: "pg_catalog.pg_attribute.attname" })),
      related: outliers.map(({ item }) => item),
    };
  },
});

function namedIn(schema: Schema): (Table | Column)[] {
  return schema.tables
    .filter(({ origin, persistence, partitionBound }) => origin === "user" && persistence !== "temporary" && partitionBound === null)
    .flatMap((table) => [table, ...table.columns.filter(({ local }) => local)]);
}

/** Null for one word in small letters, which is right in several of them, and for what is none of them. */
function casingOf(name: string): Casing | null {
  if (/^[a-z][a-z0-9]*(?:_+[a-z0-9]+)+_?$/.test(name)) return "snake_case";
  if (/^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+$/.test(name)) return "camelCase";
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name)) return "UPPER_CASE";
  return /^(?:[A-Z][a-z0-9]+)+$/.test(name) ? "PascalCase" : null;
}
