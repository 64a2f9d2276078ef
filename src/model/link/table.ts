import type { Column, Schema, Statistics, Table } from "../catalog.ts";
import type { TableData } from "../data.ts";
import { linkIndex } from "./indexes.ts";
import { keep, type Linking } from "./linking.ts";
import { add, depend, listOf, type Mutable, memberPath, NONE } from "./lists.ts";
import { columnIn } from "./named.ts";

export function linkTable(linking: Linking, data: TableData, schema: Schema): Table {
  // Written out, here and below: spread and extended, an object costs several times as much.
  const table = keep<Table>(linking, {
    kind: "table",
    path: [schema.name, data.name],
    name: data.name,
    comment: data.comment,
    origin: data.origin,
    owner: data.owner,
    grants: data.grants,
    schema,
    persistence: data.persistence,
    foreign: data.foreign,
    partitioning: data.partitioning,
    partitionBound: data.partitionBound,
    rls: data.rls,
    replicaIdentity: data.replicaIdentity,
    publications: data.publications,
    settings: data.settings,
    tablespace: data.tablespace,
    parents: NONE,
    children: NONE,
    columns: NONE,
    indexes: NONE,
    constraints: NONE,
    primaryKey: null,
    foreignKeys: NONE,
    referencedBy: NONE,
    triggers: NONE,
    policies: NONE,
    statistics: NONE,
  });
  (table as Mutable<Table>).columns = listOf(data.columns, (item, at) => {
    return keep<Column>(linking, {
      kind: "column",
      path: [schema.name, data.name, item.name],
      name: item.name,
      comment: item.comment,
      origin: data.origin,
      table,
      position: at + 1,
      type: item.type,
      notNull: item.notNull,
      collation: item.collation,
      default: item.default,
      generated: item.generated,
      local: item.local,
      grants: item.grants,
      reads: NONE,
      dependents: NONE,
    });
  });
  for (const item of data.columns) {
    for (const name of item.reads) {
      const generated = columnIn(table, item.name);
      const source = columnIn(table, name);
      add(generated, "reads", source);
      add(source, "dependents", generated);
    }
  }
  for (const item of data.indexes) add(table, "indexes", linkIndex(linking, item, table));
  for (const item of data.statistics) {
    const used = listOf(item.columns, (name) => columnIn(table, name));
    const statistics: Statistics = keep(linking, {
      ...item,
      kind: "statistics",
      path: memberPath(table, item.name),
      origin: data.origin,
      table,
      columns: used,
    });
    add(table, "statistics", statistics);
    for (const column of used) depend(column, statistics);
  }
  return table;
}
