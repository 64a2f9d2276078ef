import type { View } from "../../model/catalog.ts";
import { ident, qualified } from "../identifier.ts";
import { createView } from "./members.ts";
import { commentOn, grantOn, ownerRightsAndComment } from "./owned.ts";
import { withParameters } from "./settings.ts";

export function createAnyView(view: View): string[] {
  return view.materialized ? createMaterializedView(view) : createView(view);
}

function createMaterializedView(view: View): string[] {
  const name = qualified(view.path);
  return [
    `CREATE MATERIALIZED VIEW ${name}${withParameters(view.settings)} AS\n${view.definition}\nWITH NO DATA`,
    ...ownerRightsAndComment(`MATERIALIZED VIEW ${name}`, { ...view, grants: [] }),
    ...view.grants.flatMap((grant) => grantOn(name, grant)),
    ...view.columns.flatMap((column) => commentOn(`COLUMN ${name}.${ident(column.name)}`, column.comment)),
  ];
}

/** Views after those that they read. */
export function readViewsFirst(views: readonly View[]): View[] {
  const sorted = new Set<View>();
  const visit = (view: View): void => {
    if (sorted.has(view)) return;
    for (const read of view.readsViews) visit(read);
    sorted.add(view);
  };
  for (const view of views) visit(view);
  return [...sorted];
}
