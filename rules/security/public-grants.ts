import {
  type Column,
  defineRule,
  type Grant,
  heldSecret,
  ident,
  qualified,
  type Schema,
  step,
  type Table,
  treeOf,
  type View,
  z,
} from "#rule";

export default defineRule({
  id: "public-grants",
  on: "schema",
  needs: [],
  category: "security",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "Rights on tables and views are granted to PUBLIC: to every role that there is and will be.",
    why: "A role that is made for a single job, and every role of another application in the same database, can read or write these rows. Nobody sees it when looking at that role.",
    remedy: "Take the rights from PUBLIC, and give them to the roles that need them. The fix takes them: grant the roles their own first.",
    ignoreWhen: "The rows are meant for everybody, such as a table of countries: name it in the options.",
    links: ["https://www.postgresql.org/docs/current/ddl-priv.html"],
  },
  options: z.object({
    ignoredRelations: z.array(z.string()).default([]).describe("Names of tables and views that are open to everybody on purpose."),
  }),
  messages: {
    open: "PUBLIC may {privileges} in schema {schema}: {relations}.",
  },
  *check(schema, { isShown, options }) {
    const open = openIn(schema, isShown, options.ignoredRelations);
    if (open.length === 0) return;
    const privileges = [...new Set(open.flatMap(({ grants }) => grants.flatMap(({ privileges }) => privileges)))].sort();
    yield {
      message: "open",
      data: { privileges: privileges.join(", "), schema: schema.name, relations: open.map(({ relation }) => relation.name).join(", ") },
      evidence: open.map(({ relation, grants }) => ({
        label: relation.name,
        value: [...new Set(grants.flatMap((grant) => grant.privileges))].sort().join(", "),
        from: "pg_catalog.pg_class.relacl",
      })),
      related: open.map(({ relation }) => relation),
    };
  },
  fix(schema, _, { isShown, options }) {
    const open = openIn(schema, isShown, options.ignoredRelations);
    const statements = (word: "GRANT" | "REVOKE") =>
      open.flatMap(({ relation, grants }) =>
        grants.map(({ privileges, column }) => {
          const what = column === null ? privileges.join(", ") : privileges.map((name) => `${name} (${ident(column)})`).join(", ");
          return `${word} ${what} ON TABLE ${qualified(relation.path)} ${word === "GRANT" ? "TO" : "FROM"} PUBLIC`;
        }),
      );
    return {
      title: `Take the rights in ${schema.name} from PUBLIC`,
      safety: "review",
      changes: open.map(({ relation }) => relation),
      steps: [
        step([], {
          phase: "switch",
          why: "Roles that have no right of their own lose theirs: grant them what they need first.",
          statements: statements("REVOKE") as [string, ...string[]],
          undo: statements("GRANT"),
          hazards: ["breaks clients"],
        }),
      ],
    };
  },
});

interface Open {
  readonly relation: Table | View;
  readonly grants: readonly { readonly privileges: readonly string[]; readonly column: string | null }[];
}

/** Without USAGE of the schema nobody reaches what is in it. Tables with secrets are another finding. */
function openIn(schema: Schema, isShown: (table: Table) => boolean, ignored: readonly string[]): Open[] {
  if (!schema.grants.some((grant) => isPublic(grant) && grant.privileges.includes("USAGE"))) return [];
  // A partition has rights of its own, and can be read past its parent.
  const tables = new Set(schema.tables.filter(isShown).flatMap(treeOf));
  return [...tables, ...schema.views.filter(({ origin }) => origin === "user")]
    .filter(({ name }) => !ignored.includes(name))
    .filter((relation) => relation.kind === "view" || !relation.columns.some((column) => heldSecret(column) !== null))
    .map((relation) => ({ relation, grants: grantsOf(relation) }))
    .filter(({ grants }) => grants.length > 0);
}

function grantsOf(relation: Table | View): Open["grants"] {
  const columns: readonly Column[] = relation.kind === "table" ? relation.columns : [];
  return [
    ...relation.grants.filter(isPublic).map(({ privileges }) => ({ privileges, column: null })),
    ...columns.flatMap(({ name, grants }) => grants.filter(isPublic).map(({ privileges }) => ({ privileges, column: name }))),
  ];
}

function isPublic({ grantee }: Grant): boolean {
  return grantee === "public";
}
