import type { SubjectKind, Subjects } from "../contract/rule.ts";
import type { Catalog, Table } from "../model/catalog.ts";
import type { Workload } from "../model/workload.ts";

/** Tables that rules are shown: a partition tree speaks through its parent, and temporary tables are nobody's design. */
export function visibleTables(catalog: Catalog, excludedBy: (table: Table) => string | null): Table[] {
  return catalog.tables.filter(
    (table) => table.origin === "user" && table.persistence !== "temporary" && !isPartition(table) && excludedBy(table) === null,
  );
}

function isPartition(table: Table): boolean {
  return table.partitionBound !== null;
}

/** Every subject of a kind, in the order of the catalog. Inherited columns and constraints are not shown: their parent's are. */
export function subjectsOf(
  catalog: Catalog,
  tables: readonly Table[],
  workload: Workload | null,
): <S extends SubjectKind>(kind: S) => readonly Subjects[S][] {
  const of: { readonly [S in SubjectKind]: () => readonly Subjects[S][] } = {
    database: () => [catalog],
    schema: () => user(catalog.schemas),
    table: () => tables,
    column: () => local(members(tables, (table) => table.columns)),
    index: () => members([...tables, ...user(catalog.views)], (relation) => relation.indexes),
    constraint: () => local(members(tables, (table) => table.constraints)),
    foreignKey: () => local(members(tables, (table) => table.foreignKeys)),
    view: () => user(catalog.views),
    routine: () => user(catalog.routines),
    trigger: () => members(tables, (table) => table.triggers),
    policy: () => members(tables, (table) => table.policies),
    sequence: () => user(catalog.sequences),
    statement: () => workload?.statements ?? [],
  };
  // Listed once: many rules ask for the same kind.
  const listed: { [S in SubjectKind]?: readonly Subjects[S][] } = {};
  return <S extends SubjectKind>(kind: S): readonly Subjects[S][] => {
    const list = listed[kind] ?? of[kind]();
    listed[kind] = list as (typeof listed)[S];
    return list;
  };
}

function user<T extends { readonly origin: string }>(items: readonly T[]): T[] {
  return items.filter((item) => item.origin === "user");
}

function local<T extends { readonly local: boolean }>(items: readonly T[]): T[] {
  return items.filter((item) => item.local);
}

function members<R, T>(relations: readonly R[], list: (relation: R) => readonly T[]): T[] {
  const all: T[] = [];
  for (const relation of relations) for (const item of list(relation)) all.push(item);
  return all;
}
