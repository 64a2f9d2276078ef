import type { ReportedTable } from "../contract/report.ts";
import type { Table } from "../model/catalog.ts";

/** A table as a report draws it: its columns, and where its foreign keys lead. */
export function reportedTable({ path, columns, primaryKey, foreignKeys }: Table): ReportedTable {
  const key = new Set(primaryKey?.columns);
  return {
    path,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type.text,
      notNull: column.notNull,
      primaryKey: key.has(column),
    })),
    foreignKeys: foreignKeys.map((foreignKey) => ({
      name: foreignKey.name,
      columns: foreignKey.columns.map(({ name }) => name),
      target: foreignKey.target.path,
      targetColumns: foreignKey.targetColumns.map(({ name }) => name),
    })),
  };
}
