import { ident, qualified } from "../../facts/identifier.ts";
import { oidOf } from "../../facts/oid.ts";
import type { Policy, Trigger, View } from "../../model/catalog.ts";
import type { Touch } from "./step.ts";

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

/** True while nothing hangs on the views that a definition does not tell: their triggers, rules, rights on columns, and routines that take or return their rows. */
export function viewsArePlain(views: readonly View[]): string {
  const names = views.map((view) => oidOf(view.path)).join(", ");
  return [
    `SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid IN (${names}))`,
    `AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class IN (${names}) AND rulename <> '_RETURN')`,
    `AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid IN (${names}) AND attacl IS NOT NULL)`,
    "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_type AS t ON d.refobjid IN (t.oid, t.typarray)",
    `WHERE t.typrelid IN (${names}) AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass)`,
  ].join(" ");
}

export function dropPolicy(policy: Policy): string {
  return `DROP POLICY ${ident(policy.name)} ON ${qualified(policy.table.path)}`;
}

export function dropTrigger(trigger: Trigger): string {
  return `DROP TRIGGER ${ident(trigger.name)} ON ${qualified(trigger.table.path)}`;
}
