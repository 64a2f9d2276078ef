import { takesSetNullColumns } from "../../facts/foreign-key.ts";
import { ident } from "../../facts/identifier.ts";
import { isForeignKeyCovered } from "../../facts/index/covers-foreign-key.ts";
import { leastOverlap, plannedIndex, replacedBy } from "../../facts/index/planned.ts";
import type { Column, ForeignKey } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import type { SqlStep } from "../fix.ts";
import { dropIndex } from "./drop-index.ts";
import { addForeignKey, constraintName, replaceForeignKey } from "./foreign-key-steps.ts";
import { createIndex, indexName } from "./index-steps.ts";
import { noOrphans } from "./validate-constraint.ts";

/** A key of one column, and the column of one meaning in both tables that it should hold as well. */
export interface LooseKey {
  readonly key: ForeignKey;
  readonly own: Column;
  readonly other: Column;
}

/** False for partitioned and inherited tables, and for actions that would write the further column too. */
export function canHoldTogether({ key }: LooseKey, server: Pick<Server, "version">): boolean {
  const tables = [key.table, key.target];
  const plain = tables.every(({ partitioning, parents, children }) => partitioning === null && parents.length + children.length === 0);
  const kept = key.onUpdate !== "set null" && key.onUpdate !== "set default" && key.onDelete !== "set default";
  const cleared = key.onDelete !== "set null" || takesSetNullColumns(server);
  return plain && kept && cleared && key.columns.length === 1 && !key.temporal && key.enforced && key.validated;
}

/** Puts a key of both columns in the place of each, beside readers and writers. What several need is built once. */
export function holdTogether(loose: readonly LooseKey[], server: Pick<Server, "version">): SqlStep[] {
  const targets = new Map(loose.map((each) => [JSON.stringify([each.other.path, each.key.targetColumns[0]?.path]), each]));
  const indexed = loose.filter(
    ({ key, own }) => isForeignKeyCovered(key) && !isForeignKeyCovered({ ...key, columns: [own, ...key.columns] }),
  );
  const indexes = indexed.map(referencingIndex);
  const keys = loose.map((each) => compositeKey(each, server));
  return [
    ...[...targets.values()].flatMap(targetIndex),
    ...indexes.flatMap(({ builds }) => builds),
    ...keys.flatMap(({ added }) => added),
    ...keys.map(({ swap }) => swap),
    ...indexes.flatMap(({ drops }) => drops),
  ];
}

function compositeKey({ key, own, other }: LooseKey, server: Pick<Server, "version">) {
  const columns = [own, key.columns[0] as Column];
  const targetColumns = [other, key.targetColumns[0] as Column];
  const names = (list: readonly Column[]) => list.map(({ name }) => name);
  const wanted = {
    ...key,
    name: constraintName(key.table, [key.name], "_new"),
    columns: names(columns),
    targetColumns: names(targetColumns),
    // Only the reference is cleared: the row goes on to belong to whom it belongs.
    setColumns: key.onDelete === "set null" ? names(key.columns) : [],
    why: `A row of ${key.table.name} refers to rows of the same ${own.name} alone.`,
    requires: { sql: noOrphans({ ...key, columns, targetColumns }), because: `a row refers to one of another ${own.name}` },
  };
  const why = `The key of both columns takes the place and the name of the one that checks ${names(key.columns).join()} alone.`;
  return { added: addForeignKey(wanted, server), swap: replaceForeignKey(key, wanted.name, why) };
}

/** What a foreign key can refer to; nothing where it is there. */
function targetIndex({ key, other }: LooseKey): SqlStep[] {
  // It begins as the key does, so that it takes no work from an index that begins with the further column.
  const columns = [key.targetColumns[0] as Column, other];
  const names = columns.map(({ name }) => name);
  const there = key.target.indexes.some(
    ({ unique, valid, predicate, keys, constraint }) =>
      unique &&
      valid &&
      predicate === null &&
      constraint?.deferrable !== true &&
      keys.length === columns.length &&
      columns.every((column) => keys.some((each) => each.column === column)),
  );
  if (there) return [];
  return createIndex({
    table: key.target,
    name: indexName(key.target, names, "_key"),
    unique: true,
    keys: names.map(ident),
    why: `A foreign key refers to what is unique: ${names.join(" and ")} are, because ${names[0]} is.`,
  });
}

/** An index for the check of both columns, where there is one for the check of today. */
function referencingIndex({ key, own }: LooseKey) {
  const { table } = key;
  const columns = [own, key.columns[0] as Column];
  // An index that begins with the further column may be about to come, for its own key: this one begins with the other then.
  const ordered = isForeignKeyCovered({ ...key, columns: [own] }) ? leastOverlap(table, columns) : columns.toReversed();
  const name = indexName(
    table,
    ordered.map((column) => column.name),
  );
  return {
    builds: createIndex({
      table,
      name,
      keys: ordered.map((column) => ident(column.name)),
      why: `Let the check of ${key.name} find its rows.`,
      phase: "validate",
    }),
    drops: replacedBy(table, plannedIndex(ordered)).map((index) => dropIndex(index, `${name} does all that ${index.name} does.`)),
  };
}
