import type { Table } from "../model/catalog.ts";
import type { Server } from "../model/snapshot.ts";

/** Before PostgreSQL 18: "cannot add NOT VALID foreign key on partitioned table". */
export function takesNotValidForeignKey(table: Pick<Table, "partitioning">, server: Pick<Server, "version">): boolean {
  return table.partitioning === null || server.version >= 180000;
}

/** `ON DELETE SET NULL (columns)` */
export function takesSetNullColumns(server: Pick<Server, "version">): boolean {
  return server.version >= 150000;
}
