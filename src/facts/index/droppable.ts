import type { Index } from "../../model/catalog.ts";

/** What forbids dropping an index, whatever else does its reading; null when nothing does. */
export function heldBy(index: Index): "constraint" | "foreign key" | "replica identity" | "clustering" | "partitioned index" | null {
  if (index.constraint !== null) return "constraint";
  if (index.table.kind === "table" && index.table.referencedBy.some((key) => key.index === index)) return "foreign key";
  if (index.replicaIdentity) return "replica identity";
  if (index.clustered) return "clustering";
  return index.partitionOf === null ? null : "partitioned index";
}
