import { defineRule, qualified, step, z } from "#rule";

export default defineRule({
  id: "public-schema-create",
  on: "schema",
  needs: [],
  category: "security",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "Everybody who can connect may create objects in a schema.",
    why: "A user can put a function or an operator in front of another one in the search_path of more powerful roles, and have it run with their rights. Before PostgreSQL 15 the schema public was open in this way in every new database, and an upgrade keeps it.",
    remedy: "Take CREATE from PUBLIC, and give it to the roles that make the tables. The fix takes it.",
    ignoreWhen: "Every role of the database is trusted with everything.",
    links: ["https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATTERNS"],
  },
  options: z.object({
    ignoredSchemas: z.array(z.string()).default([]).describe("Schemas in which everybody may create on purpose."),
  }),
  messages: {
    open: "PUBLIC may create objects in schema {schema}.",
  },
  *check(schema, { options }) {
    if (options.ignoredSchemas.includes(schema.name)) return;
    const open = schema.grants.some(({ grantee, privileges }) => grantee === "public" && privileges.includes("CREATE"));
    if (!open) return;
    yield {
      message: "open",
      data: { schema: schema.name },
      evidence: [{ label: "CREATE for PUBLIC", value: true, from: "pg_catalog.pg_namespace.nspacl" }],
    };
  },
  fix(schema) {
    const name = qualified(schema.path);
    return {
      title: `Take CREATE in ${schema.name} from PUBLIC`,
      safety: "review",
      changes: [schema],
      steps: [
        step([], {
          phase: "switch",
          why: "What is there stays. Roles that make objects there need CREATE of their own first.",
          statements: [`REVOKE CREATE ON SCHEMA ${name} FROM PUBLIC`],
          undo: [`GRANT CREATE ON SCHEMA ${name} TO PUBLIC`],
          hazards: ["breaks clients"],
        }),
      ],
    };
  },
});
