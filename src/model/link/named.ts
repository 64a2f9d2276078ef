import type { Column, Index, Table } from "../catalog.ts";
import type { ColumnName, RelationName } from "../data.ts";
import type { Linking, SchemaNames } from "./linking.ts";

/** A catalog that names an object it does not hold: a bug of the source, or a snapshot file edited by hand. */
export class BrokenCatalog extends Error {}

export function schemaNamed({ names }: Linking, name: string): SchemaNames {
  return need(names.get(name), [name]);
}

export function tableNamed(linking: Linking, name: RelationName): Table {
  return need(schemaNamed(linking, name[0]).tables.get(name[1]), name);
}

export function columnNamed(linking: Linking, name: ColumnName): Column {
  return columnIn(tableNamed(linking, [name[0], name[1]]), name[2] as string);
}

/** A table has few members: looking through them costs less than a map for each table. */
export function columnIn(table: Table, name: string): Column {
  for (const column of table.columns) if (column.name === name) return column;
  throw new BrokenCatalog(missing([...table.path, name]));
}

export function indexNamed(table: Table, name: string | null): Index | null {
  return name === null ? null : (table.indexes.find((index) => index.name === name) ?? null);
}

export function need<T>(value: T | undefined, path: readonly (string | null)[]): T {
  if (value === undefined) throw new BrokenCatalog(missing(path));
  return value;
}

function missing(path: readonly (string | null)[]): string {
  return `the catalog refers to ${path.join(".")}, which it does not hold`;
}
