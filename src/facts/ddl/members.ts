import type { Policy, Trigger, View } from "../../model/catalog.ts";
import { ident, qualified } from "../identifier.ts";
import { commentOn, grantOn, role } from "./owned.ts";
import { withParameters } from "./settings.ts";

/** The statements that make an object as it is now: its definition, owner, settings, rights and comments. */
export function createView(view: View): string[] {
  const name = qualified(view.path);
  return [
    `CREATE VIEW ${name}${withParameters(view.settings)} AS\n${view.definition}`,
    `ALTER VIEW ${name} OWNER TO ${ident(view.owner)}`,
    ...view.grants.flatMap((grant) => grantOn(name, grant)),
    ...commentOn(`VIEW ${name}`, view.comment),
    ...view.columns.flatMap((column) => commentOn(`COLUMN ${name}.${ident(column.name)}`, column.comment)),
  ];
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
