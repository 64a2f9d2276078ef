import { defineRule, ident, qualified, type Routine, step, z } from "#rule";

export default defineRule({
  id: "definer-without-search-path",
  on: "routine",
  needs: [],
  category: "security",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A SECURITY DEFINER routine runs with whatever search_path its caller has set.",
    why: "The body runs with the owner's rights, but its unqualified names, operators and functions are looked up where the caller says. A caller who may create objects anywhere, if only temporary ones, can put his own in front and have them run as the owner.",
    remedy:
      "Fix the search_path of the routine, with pg_temp last. The fix sets it to pg_catalog, the routine's own schema and pg_temp: read the body first for names that live in another schema, such as those of an extension.",
    ignoreWhen: "Nobody but the owner may execute the routine, and every name in its body is qualified, operators included.",
    links: ["https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY"],
  },
  options: z.object({
    searchPath: z
      .array(z.string())
      .default([])
      .describe(
        "Schemas that the fix puts into the search_path. Empty: pg_catalog and the routine's own schema. pg_temp always comes last.",
      ),
  }),
  messages: {
    open: "{routine} runs with the rights of its owner and looks its names up in the caller's search_path.",
  },
  *check(routine) {
    if (!isOpen(routine)) return;
    yield {
      message: "open",
      data: { routine: routine.name },
      evidence: [
        { label: "security definer", value: true, from: "pg_catalog.pg_proc.prosecdef" },
        { label: "search_path", value: "not set", from: "pg_catalog.pg_proc.proconfig" },
        { label: "owner", value: routine.owner, from: "pg_catalog.pg_proc.proowner" },
      ],
    };
  },
  fix(routine, _, { options }) {
    const schemas = options.searchPath.length > 0 ? options.searchPath : [...new Set(["pg_catalog", routine.schema.name])];
    const path = [...schemas.filter((name) => name !== "pg_temp"), "pg_temp"].map(ident).join(", ");
    const signature = `${qualified([routine.schema.name, routine.name])}(${routine.arguments})`;
    return {
      title: `Fix the search_path of ${routine.name}`,
      safety: "review",
      changes: [routine],
      steps: [
        step([], {
          phase: "switch",
          why: `Names in the body are looked up in ${path}, whoever calls. A name that is in none of them has to be qualified in the body first.`,
          statements: [`ALTER ROUTINE ${signature} SET search_path = ${path}`],
          undo: [`ALTER ROUTINE ${signature} RESET search_path`],
          hazards: ["breaks clients"],
        }),
      ],
    };
  },
});

/** Without a text there is nothing to look up; a body that was bound at creation was looked up then. */
function isOpen({ securityDefiner, settings, body }: Routine): boolean {
  if (!securityDefiner || body === null || "search_path" in settings) return false;
  return !/^\s*(?:BEGIN\s+ATOMIC\b|RETURN\b)/i.test(body);
}
