import { ident, literal, qualified } from "../../facts/identifier.ts";
import type { Policy, Trigger, View } from "../../model/catalog.ts";
import type { Grant } from "../../model/data.ts";
import type { Touch } from "./step.ts";

/** The statements that make an object as it is now: its definition, owner, settings, rights and comments. */
export function createView(view: View): string[] {
  const name = qualified(view.path);
  const settings = Object.entries(view.settings).map(([key, value]) => `${ident(key)} = ${literal(value).trim()}`);
  return [
    `CREATE VIEW ${name}${settings.length === 0 ? "" : ` WITH (${settings.join(", ")})`} AS\n${view.definition}`,
    `ALTER VIEW ${name} OWNER TO ${ident(view.owner)}`,
    ...view.grants.flatMap((grant) => grantOn(name, grant)),
    ...commentOn(`VIEW ${name}`, view.comment),
    ...view.columns.flatMap((column) => commentOn(`COLUMN ${name}.${ident(column.name)}`, column.comment)),
  ];
}

export function dropViews(views: readonly View[]): string[] {
  return views.toReversed().map((view) => `DROP VIEW ${qualified(view.path)}`);
}

/** The locks of dropping the views and making them again: reading a relation's columns is enough to build a view on it. */
export function viewTouches(views: readonly View[]): Touch[] {
  return views.flatMap((view) => [
    { change: "drop view" as const, table: view },
    ...[...view.readsTables, ...view.readsViews].map((read) => ({ change: "create view" as const, table: read })),
  ]);
}

/** True while nothing hangs on the views that a definition does not tell: their triggers, rules and rights on columns. */
export function viewsArePlain(views: readonly View[]): string {
  const names = views.map((view) => `pg_catalog.to_regclass(${literal(qualified(view.path)).trim()})`).join(", ");
  return [
    `SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid IN (${names}))`,
    `AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class IN (${names}) AND rulename <> '_RETURN')`,
    `AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid IN (${names}) AND attacl IS NOT NULL)`,
  ].join(" ");
}

export function createPolicy(policy: Policy): string[] {
  const table = qualified(policy.table.path);
  const name = ident(policy.name);
  return [
    [
      `CREATE POLICY ${name} ON ${table} AS ${policy.permissive ? "PERMISSIVE" : "RESTRICTIVE"}`,
      `FOR ${policy.command.toUpperCase()} TO ${policy.roles.map(role).join(", ")}`,
      ...(policy.using === null ? [] : [`USING (${policy.using})`]),
      ...(policy.check === null ? [] : [`WITH CHECK (${policy.check})`]),
    ].join(" "),
    ...commentOn(`POLICY ${name} ON ${table}`, policy.comment),
  ];
}

export function dropPolicy(policy: Policy): string {
  return `DROP POLICY ${ident(policy.name)} ON ${qualified(policy.table.path)}`;
}

const FIRES = { origin: null, always: "ENABLE ALWAYS", replica: "ENABLE REPLICA", disabled: "DISABLE" } as const;

export function createTrigger(trigger: Trigger): string[] {
  const table = qualified(trigger.table.path);
  const name = ident(trigger.name);
  const fires = FIRES[trigger.fires];
  return [
    trigger.definition,
    ...(fires === null ? [] : [`ALTER TABLE ${table} ${fires} TRIGGER ${name}`]),
    ...commentOn(`TRIGGER ${name} ON ${table}`, trigger.comment),
  ];
}

export function dropTrigger(trigger: Trigger): string {
  return `DROP TRIGGER ${ident(trigger.name)} ON ${qualified(trigger.table.path)}`;
}

export function grantOn(object: string, grant: Grant, columns = ""): string[] {
  if (grant.privileges.length === 0) return [];
  const privileges = grant.privileges.map((privilege) => `${privilege}${columns}`).join(", ");
  return [`GRANT ${privileges} ON ${object} TO ${role(grant.grantee)}${grant.grantable ? " WITH GRANT OPTION" : ""}`];
}

export function commentOn(object: string, comment: string | null): string[] {
  return comment === null ? [] : [`COMMENT ON ${object} IS ${literal(comment).trim()}`];
}

function role(name: string): string {
  return name === "public" ? "PUBLIC" : ident(name);
}
