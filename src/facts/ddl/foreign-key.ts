import type { ForeignKey } from "../../model/catalog.ts";
import type { Action } from "../../model/data.ts";
import { ident, qualified } from "../identifier.ts";
import { commentOn } from "./owned.ts";

/** A foreign key by the names of its columns: one that exists, or one that is planned. */
export interface ForeignKeyText {
  readonly columns: readonly string[];
  readonly target: Pick<ForeignKey["target"], "path">;
  readonly targetColumns: readonly string[];
  readonly onDelete: Action;
  readonly onUpdate?: Action;
  readonly match?: ForeignKey["match"];
  readonly setColumns?: readonly string[];
  readonly deferrable?: boolean;
  readonly deferred?: boolean;
  readonly temporal?: boolean;
}

/** The text after the constraint's name. */
export function renderForeignKey(key: ForeignKeyText): string {
  const set = key.setColumns ?? [];
  const period = key.temporal === true;
  return [
    `FOREIGN KEY ${list(key.columns, period)} REFERENCES ${qualified(key.target.path)} ${list(key.targetColumns, period)}`,
    ...(key.match === undefined || key.match === "simple" ? [] : [`MATCH ${key.match.toUpperCase()}`]),
    ...(key.onUpdate === undefined || key.onUpdate === "no action" ? [] : [`ON UPDATE ${key.onUpdate.toUpperCase()}`]),
    ...(key.onDelete === "no action" ? [] : [`ON DELETE ${key.onDelete.toUpperCase()}${set.length === 0 ? "" : ` ${list(set)}`}`]),
    ...(key.deferrable === true ? [`DEFERRABLE${key.deferred === true ? " INITIALLY DEFERRED" : ""}`] : []),
  ].join(" ");
}

/** Of a temporal key, the last column is the period. */
function list(names: readonly string[], period = false): string {
  return `(${names.map((name, at) => (period && at === names.length - 1 ? `PERIOD ${ident(name)}` : ident(name))).join(", ")})`;
}

/** The statements that add a dropped key again, as it was. */
export function restoreForeignKey(key: ForeignKey): string[] {
  const on = `ALTER TABLE ${qualified(key.table.path)}`;
  const text = renderForeignKey({
    ...key,
    columns: key.columns.map((column) => column.name),
    targetColumns: key.targetColumns.map((column) => column.name),
    setColumns: key.setColumns.map((column) => column.name),
  });
  const state = key.enforced ? (key.validated ? "" : " NOT VALID") : " NOT ENFORCED";
  return [
    `${on} ADD CONSTRAINT ${ident(key.name)} ${text}${state}`,
    ...commentOn(`CONSTRAINT ${ident(key.name)} ON ${qualified(key.table.path)}`, key.comment),
  ];
}
