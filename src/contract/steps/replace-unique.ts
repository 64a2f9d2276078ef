import { distinctName } from "../../facts/distinct-name.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import { heldBy } from "../../facts/index/droppable.ts";
import { renderIndex } from "../../facts/index/render-index.ts";
import type { Index, Table } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { createIndex, relationNames } from "./index-steps.ts";
import { restoreIndex } from "./restore-index.ts";
import { step } from "./step.ts";

export interface UniqueReplacement {
  readonly index: Index;
  readonly why: string;
  readonly nullsNotDistinct?: boolean;
  /** A predicate makes a unique index that is no constraint. */
  readonly where?: string;
  readonly requires?: SqlStep["requires"];
}

/** True where a unique index or constraint over plain columns can give its place to another one. */
export function canReplaceUnique(index: Index): boolean {
  if (index.table.kind !== "table" || index.table.partitioning !== null || index.table.children.length > 0) return false;
  if (index.method !== "btree" || index.keys.some((key) => key.column === null || key.collation !== null || !key.opclass.default))
    return false;
  if (index.constraint === null) return heldBy(index) === null;
  const { table, constraint } = index;
  const referenced = table.referencedBy.some((key) => key.index === index);
  return (
    constraint.type === "unique" &&
    !constraint.deferrable &&
    !constraint.temporal &&
    !referenced &&
    !index.replicaIdentity &&
    !index.clustered
  );
}

/** Builds the other unique index beside readers and writers, then lets it take the place and the name in a moment. */
export function replaceUnique({ index, why, nullsNotDistinct, where, requires }: UniqueReplacement): SqlStep[] {
  const table = index.table as Table;
  const name = distinctName([index.name], "_new", relationNames(table.schema));
  const [schema] = index.path as readonly [string];
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const build = createIndex({
    table,
    name,
    unique: true,
    keys: index.keys.map((key) => `${ident(key.column?.name ?? "")}${key.descending ? " DESC" : ""}${order(key)}`),
    include: index.include.map((column) => column.name),
    nullsNotDistinct: nullsNotDistinct ?? index.nullsNotDistinct,
    ...(where === undefined ? {} : { where }),
    ...(requires === undefined ? {} : { requires }),
    why,
    phase: "validate",
  });
  const asConstraint = index.constraint !== null && where === undefined;
  const drop = index.constraint === null ? `DROP INDEX ${qualified([schema, index.name])}` : `${on} DROP CONSTRAINT ${ident(index.name)}`;
  const rename = (from: string, to: string) => `ALTER INDEX ${qualified([schema, from])} RENAME TO ${ident(to)}`;
  const take = asConstraint ? [`${on} ADD CONSTRAINT ${ident(index.name)} UNIQUE USING INDEX ${ident(name)}`] : [rename(name, index.name)];
  const made = { ...index, name, nullsNotDistinct: nullsNotDistinct ?? index.nullsNotDistinct, predicate: where ?? null, comment: null };
  const giveBack = asConstraint ? [`${on} DROP CONSTRAINT ${ident(index.name)}`, renderIndex(made)] : [rename(index.name, name)];
  const swap = step(
    [
      { change: "drop index", table },
      { change: "add constraint using index", table },
    ],
    {
      phase: "switch",
      why: "The new one takes the place and the name of the old one.",
      statements: [drop, ...take, ...comments(index, asConstraint)],
      undo: [...giveBack, ...restore(index)],
    },
  );
  return [...build, swap];
}

function order(key: Index["keys"][number]): string {
  return key.nullsFirst === key.descending ? "" : key.nullsFirst ? " NULLS FIRST" : " NULLS LAST";
}

function restore(index: Index): string[] {
  if (index.constraint === null) return restoreIndex(index);
  const on = `ALTER TABLE ${qualified(index.table.path)}`;
  return [
    renderIndex(index),
    `${on} ADD CONSTRAINT ${ident(index.name)} UNIQUE USING INDEX ${ident(index.name)}`,
    ...comments(index, true),
  ];
}

function comments(index: Index, asConstraint: boolean): string[] {
  const say = (on: string, text: string | null | undefined) =>
    text === null || text === undefined ? [] : [`COMMENT ON ${on} IS ${literal(text).trim()}`];
  const name = qualified([index.path[0] as string, index.name]);
  return [
    ...say(`INDEX ${name}`, index.comment),
    ...(asConstraint ? say(`CONSTRAINT ${ident(index.name)} ON ${qualified(index.table.path)}`, index.constraint?.comment) : []),
  ];
}
