import { type Context, defineRule, ident, type Policy, qualified, step, type Table, z } from "#rule";

export default defineRule({
  id: "row-security-gaps",
  on: "table",
  needs: [],
  category: "security",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Row-level security of a table does not do what its policies seem to say.",
    why: "Policies do nothing until row security is switched on for the table; switched on without any policy it hides every row from everybody but the owner and roles that bypass it. A policy that is always true lets its roles write any row, and permissive policies are joined by OR, so that one such policy opens what the others close. A function call that stands bare in a policy runs once for each row.",
    remedy:
      "Switch row security on where there are policies, write the missing ones, and say in each whose rows it means. The fix switches row security on, and wraps calls into a subquery, so that they run once for each statement.",
    ignoreWhen:
      "A table without policies is meant for roles with BYPASSRLS alone, or every user of the database may write the rows. Restrictive policies beside an open one are taken into account.",
    links: [
      "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
      "https://www.postgresql.org/docs/current/sql-createpolicy.html",
    ],
  },
  options: z.object({
    openRoles: z
      .array(z.string())
      .default(["public", "anon", "authenticated"])
      .describe("Roles that stand for everybody: a policy that is always true for one of them is reported."),
  }),
  messages: {
    off: "{table} has policies ({policies}), and row-level security is off: they do nothing.",
    empty: "{roles} were given rights to {table} and see no row: row-level security is on, and there is no policy.",
    alwaysTrue: "{policies} of {table} let {roles} write any row: what they allow, no other policy forbids.",
    perRow: "{policies} of {table} call {calls} again for every row: a subquery around the call runs once for each statement.",
  },
  *check(table, { options, find }) {
    const { policies, rls } = table;
    const about = (list: readonly Policy[]) => ({ table: table.name, policies: namesOf(list) });
    const on = { label: "row-level security", value: rls, from: "pg_catalog.pg_class.relrowsecurity" };
    if (rls === "off") {
      if (policies.length > 0) yield { message: "off", data: about(policies), key: "off", evidence: [on], related: policies };
      return;
    }
    const locked = policies.length === 0 ? lockedOut(table) : [];
    if (locked.length > 0)
      yield {
        message: "empty",
        data: { table: table.name, roles: locked.join(", ") },
        key: "empty",
        severity: "info",
        evidence: [on, { label: "roles with rights", value: locked.join(", "), from: "pg_catalog.pg_class.relacl" }],
      };
    const open = policies.filter((policy) => isOpen(policy, policies, options.openRoles));
    if (open.length > 0) {
      const roles = [...new Set(open.flatMap((policy) => policy.roles.filter((role) => options.openRoles.includes(role))))].sort();
      yield { message: "alwaysTrue", data: { ...about(open), roles: roles.join(", ") }, key: "alwaysTrue", evidence: [on], related: open };
    }
    const slow = policies.filter((policy) => callsIn(policy, find).length > 0);
    if (slow.length > 0) {
      const calls = [...new Set(slow.flatMap((policy) => callsIn(policy, find)))].sort().join(", ");
      yield { message: "perRow", data: { ...about(slow), calls }, key: "perRow", severity: "info", evidence: [on], related: slow };
    }
  },
  fix(table, draft, { find }) {
    if (draft.message === "off") return switchOn(table);
    if (draft.message !== "perRow") return undefined;
    const slow = table.policies.filter((policy) => callsIn(policy, find).length > 0);
    return {
      title: `Call once for each statement in the policies of ${table.name}`,
      safety: "review",
      changes: slow,
      steps: [
        step(
          { change: "alter policy", table },
          {
            phase: "switch",
            why: "A subquery that reads nothing of the row is evaluated once.",
            statements: slow.map((policy) => alter(policy, (expression) => wrapCalls(expression, find))) as [string, ...string[]],
            undo: slow.map((policy) => alter(policy, (expression) => expression)),
          },
        ),
      ],
    };
  },
});

function switchOn(table: Table) {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  return {
    title: `Switch on row-level security of ${table.name}`,
    safety: "review",
    changes: [table],
    steps: [
      step(
        { change: "set row security", table },
        {
          phase: "switch",
          why: "From now on the policies say which rows a role sees: try it as each role of the application first. The owner still sees all of them.",
          statements: [`${on} ENABLE ROW LEVEL SECURITY`],
          undo: [`${on} DISABLE ROW LEVEL SECURITY`],
          hazards: ["breaks clients"],
        },
      ),
    ],
  } as const;
}

/** Closing a table to all is a use of row security as well: it is a gap where roles were given rights, and other tables have policies. */
function lockedOut(table: Table): string[] {
  if (!table.schema.tables.some(({ policies }) => policies.length > 0)) return [];
  return [...new Set(table.grants.map(({ grantee }) => grantee))].sort();
}

/** Reading everything is often meant; a restrictive policy for the same command closes what this one opens. */
function isOpen(policy: Policy, all: readonly Policy[], openRoles: readonly string[]): boolean {
  if (!policy.permissive || policy.command === "select" || !policy.roles.some((role) => openRoles.includes(role))) return false;
  if (all.some((other) => !other.permissive && (other.command === "all" || other.command === policy.command))) return false;
  const { using, check } = policy;
  return policy.command === "insert" ? check === "true" : using === "true" && (check === null || check === "true");
}

/** A call of the same answer for all rows of a statement, as `pg_get_expr` writes it: what is read by SELECT or FROM is in a subquery. */
const CALL = /(?<!SELECT |FROM )(?<![\w$.])(?:current_setting\('[^'\\]*'::text(?:, (?:true|false))?\)|[a-z_][\w$]*\.[a-z_][\w$]*\(\))/g;
const AUTH = /^auth\.(?:uid|jwt|role|email)\(\)$/;

type Find = Context<never, never, unknown>["find"];

/** What tells who asks: a setting, or a function that changes nothing and is asked nothing. */
function isSteady(call: string, find: Find): boolean {
  if (AUTH.test(call) || call.startsWith("current_setting(")) return true;
  const routine = find({ kind: "routine", path: call.split(".") });
  return routine?.kind === "routine" && routine.volatility === "stable" && !(routine.result as string).startsWith("SETOF ");
}

function callsIn({ using, check }: Policy, find: Find): string[] {
  const calls = [using, check].flatMap((expression) => expression?.match(CALL) ?? []);
  return calls.filter((call) => isSteady(call, find)).map((call) => call.slice(0, call.indexOf("(")));
}

function wrapCalls(expression: string, find: Find): string {
  return expression.replace(CALL, (call) => (isSteady(call, find) ? `(SELECT ${call})` : call));
}

function alter(policy: Policy, change: (expression: string) => string): string {
  const part = (word: string, expression: string | null) => (expression === null ? "" : ` ${word} (${change(expression)})`);
  return `ALTER POLICY ${ident(policy.name)} ON ${qualified(policy.table.path)}${part("USING", policy.using)}${part("WITH CHECK", policy.check)}`;
}

function namesOf(policies: readonly Policy[]): string {
  return policies
    .map(({ name }) => name)
    .sort()
    .join(", ");
}
