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

/** Subjects of each kind, in the order of the catalog. */
export type Subjected = <S extends SubjectKind>(kind: S) => readonly Subjects[S][];

/** So many tables, with all that is theirs, that the processor still has them at hand when the next rule looks at them. */
const TABLES_AT_ONCE = 64;

/**
 * Every subject once, in groups: some tables and what belongs to them, and at last what belongs to no table. Inherited columns
 * and constraints are not shown: their parent's are.
 */
export function subjectsOf(catalog: Catalog, tables: readonly Table[], workload: Workload | null): Subjected[] {
  const groups: Subjected[] = [];
  for (let first = 0; first < tables.length; first += TABLES_AT_ONCE) groups.push(ofTables(tables.slice(first, first + TABLES_AT_ONCE)));
  groups.push(ofNoTable(catalog, workload));
  return groups;
}

function ofTables(tables: readonly Table[]): Subjected {
  return listedOnce({
    table: () => tables,
    column: () => local(members(tables, (table) => table.columns)),
    index: () => members(tables, (table) => table.indexes),
    constraint: () => local(members(tables, (table) => table.constraints)),
    foreignKey: () => local(members(tables, (table) => table.foreignKeys)),
    trigger: () => members(tables, (table) => table.triggers),
    policy: () => members(tables, (table) => table.policies),
  });
}

function ofNoTable(catalog: Catalog, workload: Workload | null): Subjected {
  return listedOnce({
    database: () => [catalog],
    schema: () => user(catalog.schemas),
    view: () => user(catalog.views),
    index: () => members(user(catalog.views), (view) => view.indexes),
    routine: () => user(catalog.routines),
    sequence: () => user(catalog.sequences),
    statement: () => workload?.statements ?? [],
  });
}

/** Many rules ask for the same kind. */
function listedOnce(of: { readonly [S in SubjectKind]?: () => readonly Subjects[S][] }): Subjected {
  const listed: { [S in SubjectKind]?: readonly Subjects[S][] } = {};
  return <S extends SubjectKind>(kind: S): readonly Subjects[S][] => {
    const list = listed[kind] ?? of[kind]?.() ?? [];
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
