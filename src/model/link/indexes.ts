import type { Index, Table, View } from "../catalog.ts";
import type { IndexData } from "../data.ts";
import { keep, type Linking } from "./linking.ts";
import { depend, listOf, type Mutable, memberPath, NONE } from "./lists.ts";
import { columnIn } from "./named.ts";

export function linkIndex(linking: Linking, data: IndexData, table: Table | View): Index {
  const index: Index = keep(linking, {
    kind: "index",
    name: data.name,
    comment: data.comment,
    method: data.method,
    unique: data.unique,
    nullsNotDistinct: data.nullsNotDistinct,
    valid: data.valid,
    ready: data.ready,
    predicate: data.predicate,
    clustered: data.clustered,
    replicaIdentity: data.replicaIdentity,
    partitionOf: data.partitionOf,
    settings: data.settings,
    tablespace: data.tablespace,
    path: memberPath(table, data.name),
    origin: table.origin,
    table,
    // A materialized view's columns are not tracked as entities: its keys keep their text only.
    keys: listOf(data.keys, (key) => ({
      column: key.column === null || table.kind === "view" ? null : columnIn(table, key.column),
      expression: table.kind === "view" ? (key.expression ?? key.column) : key.expression,
      collation: key.collation,
      opclass: key.opclass,
      descending: key.descending,
      nullsFirst: key.nullsFirst,
    })),
    include: table.kind === "view" ? NONE : listOf(data.include, (name) => columnIn(table, name)),
    constraint: null,
  });
  // Not spread into the object: that makes each of them several times as dear.
  if (data.building !== undefined) (index as Mutable<Index>).building = data.building;
  if (table.kind === "table") {
    for (const { column } of index.keys) if (column !== null) depend(column, index);
    for (const column of index.include) depend(column, index);
    for (const name of data.reads) depend(columnIn(table, name), index);
  }
  return index;
}
