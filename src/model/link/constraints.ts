import type { Column, Constraint, ForeignKey, Index, LocalConstraint, Table } from "../catalog.ts";
import type { ConstraintData, TableData } from "../data.ts";
import { keep, type Linking } from "./linking.ts";
import { add, depend, listOf, type Mutable, memberPath } from "./lists.ts";
import { columnIn, indexNamed, tableNamed } from "./named.ts";

export function linkConstraints(linking: Linking, data: TableData, table: Table): void {
  for (const item of data.constraints) {
    const used = listOf(item.columns, (name) => columnIn(table, name));
    const constraint: Constraint =
      item.target === null ? localConstraint(linking, item, table, used) : foreignKey(linking, item, table, used);
    add(table, "constraints", constraint);
    for (const column of used) depend(column, constraint);
    if (constraint.type === "foreign") {
      add(table, "foreignKeys", constraint);
      add(constraint.target, "referencedBy", constraint);
      for (const column of constraint.targetColumns) depend(column, constraint);
    }
    if (constraint.type === "primary") (table as Mutable<Table>).primaryKey = constraint;
  }
}

function localConstraint(linking: Linking, data: ConstraintData, table: Table, columns: readonly Column[]): LocalConstraint {
  const index = indexNamed(table, data.index);
  const constraint: LocalConstraint = keep(linking, {
    kind: "constraint",
    path: memberPath(table, data.name),
    name: data.name,
    comment: data.comment,
    origin: table.origin,
    table,
    columns,
    validated: data.validated,
    enforced: data.enforced,
    deferrable: data.deferrable,
    deferred: data.deferred,
    local: data.local,
    temporal: data.temporal,
    definition: data.definition,
    type: data.type as LocalConstraint["type"],
    index,
  });
  if (index !== null) (index as Mutable<Index>).constraint = constraint;
  return constraint;
}

function foreignKey(linking: Linking, data: ConstraintData, table: Table, columns: readonly Column[]): ForeignKey {
  const to = data.target as NonNullable<ConstraintData["target"]>;
  const target = tableNamed(linking, to.table);
  const key: ForeignKey = keep(linking, {
    kind: "constraint",
    path: memberPath(table, data.name),
    name: data.name,
    comment: data.comment,
    origin: table.origin,
    table,
    columns,
    validated: data.validated,
    enforced: data.enforced,
    deferrable: data.deferrable,
    deferred: data.deferred,
    local: data.local,
    temporal: data.temporal,
    definition: data.definition,
    type: "foreign",
    target,
    targetColumns: listOf(to.columns, (name) => columnIn(target, name)),
    onDelete: to.onDelete,
    onUpdate: to.onUpdate,
    match: to.match,
    setColumns: listOf(to.setColumns, (name) => columnIn(table, name)),
    index: indexNamed(target, data.index),
  });
  // Not spread into the object: that makes each of them several times as dear.
  if (data.unchecked !== undefined) (key as Mutable<ForeignKey>).unchecked = data.unchecked;
  return key;
}
