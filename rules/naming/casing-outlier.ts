import { type Column, defineRule, type Table, z } from "#rule";

const CASINGS = ["snake_case", "camelCase", "PascalCase", "UPPER_CASE"] as const;
type Casing = (typeof CASINGS)[number];

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
    outliers: "{share} % of the {what} in schema {schema} are named in {casing}, and these are not: {names}.",
  },
  *check(schema, { isShown, options }) {
    // Tables and columns have conventions of their own: "UserAccount"."createdAt" breaks none.
    for (const what of ["tables", "columns"] as const) {
      const named = namedIn(schema.tables.filter(isShown), what).flatMap((item) => {
        const casing = casingOf(item.name);
        return casing === null ? [] : [{ item, casing }];
      });
      const most = mostOf(named.map(({ casing }) => casing));
      if (named.length < options.minNames) continue;
      const outliers = named.filter(({ casing }) => casing !== most.casing);
      if (outliers.length === 0 || most.count < named.length * options.minShare) continue;
      const names = outliers.map(({ item }) => (item.kind === "table" ? item.name : `${item.table.name}.${item.name}`)).sort();
      yield {
        message: "outliers",
        data: {
          share: Math.floor((most.count / named.length) * 100),
          what,
          schema: schema.name,
          casing: most.casing,
          names: names.join(", "),
        },
        key: what,
        evidence: [
          { label: `${what} in ${most.casing}`, value: most.count, from: "pg_catalog" },
          { label: `${what} in another way`, value: outliers.length, from: "pg_catalog" },
        ],
        related: outliers.map(({ item }) => item),
      };
    }
  },
});

function mostOf(casings: readonly Casing[]): { readonly casing: Casing; readonly count: number } {
  const counts = CASINGS.map((casing) => ({ casing, count: casings.filter((other) => other === casing).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most), { casing: "snake_case", count: 0 });
}

function namedIn(tables: readonly Table[], what: "tables" | "columns"): readonly (Table | Column)[] {
  return what === "tables" ? tables : tables.flatMap((table) => table.columns.filter(({ local }) => local));
}

/** Null for one word in small letters, which is right in several of them, and for what is none of them. */
function casingOf(name: string): Casing | null {
  if (/^[a-z][a-z0-9]*(?:_+[a-z0-9]+)+_?$/.test(name)) return "snake_case";
  if (/^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+$/.test(name)) return "camelCase";
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name)) return "UPPER_CASE";
  return /^(?:[A-Z][a-z0-9]+)+$/.test(name) ? "PascalCase" : null;
}
