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
): <S extends SubjectKind>(kind: S) => Iterable<Subjects[S]> {
  const user = <T extends { readonly origin: string }>(items: readonly T[]) => items.filter((item) => item.origin === "user");
  const local = <T extends { readonly local: boolean }>(items: readonly T[]) => items.filter((item) => item.local);
  const of: { readonly [S in SubjectKind]: () => Iterable<Subjects[S]> } = {
    database: () => [catalog],
    schema: () => user(catalog.schemas),
    table: () => tables,
    column: () => members(tables, (table) => local(table.columns)),
    index: () => [...members(tables, (table) => table.indexes), ...user(catalog.views).flatMap((view) => view.indexes)],
    constraint: () => members(tables, (table) => local(table.constraints)),
    foreignKey: () => members(tables, (table) => local(table.foreignKeys)),
    view: () => user(catalog.views),
    routine: () => user(catalog.routines),
    trigger: () => members(tables, (table) => table.triggers),
    policy: () => members(tables, (table) => table.policies),
    sequence: () => user(catalog.sequences),
    statement: () => workload?.statements ?? [],
  };
  return (kind) => of[kind]();
}

function* members<T>(tables: readonly Table[], list: (table: Table) => readonly T[]): Iterable<T> {
  for (const table of tables) yield* list(table);
}
