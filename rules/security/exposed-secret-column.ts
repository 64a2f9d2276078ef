import {
  type Column,
  defineRule,
  type Grant,
  heldSecret,
  ident,
  qualified,
  type Routine,
  type Schema,
  step,
  type Table,
  type View,
  z,
} from "#rule";

export default defineRule({
  id: "exposed-secret-column",
  on: "schema",
  needs: [],
  category: "security",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "More roles than need to can read a column that is named for secrets.",
    why: "Whoever reads the table reads the secrets in it: a reporting role, everybody through PUBLIC, everybody who may call a function or read a view that runs with its owner's rights.",
    remedy:
      "Give readers the columns that they need, keep views and SECURITY DEFINER functions over secrets to the roles that use them, and let the application connect as a role that does not own the table. The fix replaces a right to read the table by a right to read its other columns; log reads of what is left, with pgaudit's object auditing for instance.",
    ignoreWhen:
      "The column holds ciphertexts or digests that its name does not speak of, or the reading role is the one that uses the secrets.",
    links: ["https://www.postgresql.org/docs/current/ddl-priv.html", "https://www.postgresql.org/docs/current/sql-createview.html"],
  },
  options: z.object({
    trustedRoles: z.array(z.string()).default([]).describe("Roles that may read secrets."),
  }),
  messages: {
    readable: "{roles} can read {columns} of {table}, and write nothing there: a role that only reads has no use for secrets.",
    everyone: "Every role can read {columns} of {table}: PUBLIC has the right to.",
    view: "View {view} shows {columns} of {table} to {roles}, who cannot read the table.",
    definer:
      "{routine} runs with its owner's rights and names {columns} of {table}: every role acts on them, because every role may execute it.",
  },
  *check(schema, { isShown, options }) {
    const tables = tablesOf(schema, isShown).filter(({ secrets }) => secrets.length > 0);
    const trusted = new Set(options.trustedRoles);
    for (const { table, secrets } of tables) {
      const about = { columns: namesOf(secrets), table: table.name };
      const related = secrets;
      const everyone = secrets.filter((column) => mayRead(column, "public"));
      if (everyone.length > 0)
        yield {
          message: "everyone",
          data: { ...about, columns: namesOf(everyone) },
          object: table,
          key: "everyone",
          evidence: grantEvidence(table),
          related,
        };
      const readers = readersOf(table).filter((role) => !trusted.has(role));
      if (readers.length > 0)
        yield {
          message: "readable",
          data: { ...about, roles: readers.join(", ") },
          object: table,
          key: "readable",
          evidence: grantEvidence(table),
          related,
        };
      for (const view of viewsOver(secrets)) {
        const shown = secrets.filter(({ name }) => view.columns.some((column) => column.name === name));
        const roles = view.grants.filter(reads).map(({ grantee }) => grantee);
        const strangers = [...new Set(roles)].filter((role) => !trusted.has(role) && shown.some((column) => !mayRead(column, role)));
        if (strangers.length === 0) continue;
        const data = { ...about, columns: namesOf(shown), view: view.name, roles: strangers.map(shownRole).join(", ") };
        yield { message: "view", data, object: view, key: table.path.join("\0"), related };
      }
      for (const routine of schema.routines.filter((routine) => isOpenDoor(routine, table))) {
        const named = secrets.filter(({ name }) => mentions(routine, name));
        if (named.length === 0) continue;
        const data = { ...about, columns: namesOf(named), routine: routine.name };
        yield { message: "definer", data, object: routine, key: table.path.join("\0"), severity: "info", confidence: "heuristic", related };
      }
    }
  },
  fix(schema, draft, { isShown, options }) {
    if (draft.message !== "everyone" && draft.message !== "readable") return undefined;
    const { table, secrets } = tablesOf(schema, isShown).find((holder) => holder.table === draft.object) as Holder;
    const roles = draft.message === "everyone" ? ["public"] : readersOf(table).filter((role) => !options.trustedRoles.includes(role));
    const others = table.columns.filter((column) => !secrets.includes(column));
    const on = `ON TABLE ${qualified(table.path)}`;
    const revoke = roles.flatMap((role) => [
      `REVOKE SELECT ${on} FROM ${shownRole(role)}`,
      ...(others.length === 0 ? [] : [`GRANT SELECT (${others.map(({ name }) => ident(name)).join(", ")}) ${on} TO ${shownRole(role)}`]),
    ]);
    // REVOKE takes rights on single columns as well: each comes back as it was.
    const restore = roles.flatMap((role) => [
      `REVOKE SELECT ${on} FROM ${shownRole(role)}`,
      ...table.grants
        .filter((grant) => grant.grantee === role && reads(grant))
        .map((grant) => `GRANT SELECT ${on} TO ${shownRole(role)}${option(grant)}`),
      ...table.columns.flatMap(({ name, grants }) =>
        grants
          .filter((grant) => grant.grantee === role && reads(grant))
          .map((grant) => `GRANT SELECT (${ident(name)}) ${on} TO ${shownRole(role)}${option(grant)}`),
      ),
    ]);
    return {
      title: `Keep ${namesOf(secrets)} of ${table.name} from ${roles.map(shownRole).join(", ")}`,
      safety: "review",
      changes: [table],
      steps: [
        step([], {
          phase: "switch",
          why: "The other columns stay readable. SELECT * of these roles fails from now on: they have to name the columns.",
          statements: revoke as [string, ...string[]],
          undo: restore,
          hazards: ["breaks clients"],
        }),
      ],
    };
  },
});

interface Holder {
  readonly table: Table;
  readonly secrets: readonly Column[];
}

function tablesOf(schema: Schema, isShown: (table: Table) => boolean): Holder[] {
  return schema.tables.filter(isShown).map((table) => ({ table, secrets: table.columns.filter((column) => heldSecret(column) !== null) }));
}

function reads({ privileges }: Grant): boolean {
  return privileges.includes("SELECT");
}

function mayRead(column: Column, role: string): boolean {
  return [...column.table.grants, ...column.grants].some((grant) => grant.grantee === role && reads(grant));
}

/** Roles that may read the whole table, and write nothing of it. */
function readersOf(table: Table): string[] {
  const of = (role: string) =>
    [...table.grants, ...table.columns.flatMap(({ grants }) => grants)].filter(({ grantee }) => grantee === role);
  const roles = new Set(table.grants.filter((grant) => reads(grant) && grant.grantee !== "public").map(({ grantee }) => grantee));
  const writes = (role: string) =>
    of(role).some(({ privileges }) => privileges.some((name) => name === "INSERT" || name === "UPDATE" || name === "DELETE"));
  return [...roles].filter((role) => !writes(role)).sort();
}

/** Views that run with their owner's rights, which is all that do not say otherwise. */
function viewsOver(columns: readonly Column[]): View[] {
  const found = new Set(columns.flatMap((column) => column.dependents.filter((dependent): dependent is View => dependent.kind === "view")));
  return [...found].filter(({ settings, origin }) => origin === "user" && !IS_ON.test(settings.security_invoker ?? "off"));
}

/** A boolean parameter is kept as it was written: `security_invoker = 1` is on as well. */
const IS_ON = /^(?:t|y|on|1)/i;

function isOpenDoor(routine: Routine, table: Table): boolean {
  const { securityDefiner, grants, result, origin } = routine;
  if (!securityDefiner || origin !== "user" || result === "trigger" || result === "event_trigger") return false;
  return grants.some(({ grantee }) => grantee === "public") && mentions(routine, table.name);
}

function mentions({ body }: Routine, name: string): boolean {
  return (
    body !== null && new RegExp(`(?<![\\p{L}\\p{N}_])${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\p{L}\\p{N}_])`, "u").test(body)
  );
}

function grantEvidence(table: Table) {
  return table.grants.map((grant) => ({ label: grant.grantee, value: grant.privileges.join(", "), from: "pg_catalog.pg_class.relacl" }));
}

function shownRole(role: string): string {
  return role === "public" ? "PUBLIC" : ident(role);
}

function option({ grantable }: Grant): string {
  return grantable ? " WITH GRANT OPTION" : "";
}

function namesOf(columns: readonly Column[]): string {
  return columns.map(({ name }) => name).join(", ");
}
