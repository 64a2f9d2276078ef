import type { Index, Table } from "../../model/catalog.ts";
import type { Stats } from "../../model/stats.ts";

export interface IndexUse {
  readonly scans: number;
  readonly bytes: number;
}

/** Scans and size of an index and of all its parts in partitions; null when one of them is not known. */
export function indexUse(index: Index, stats: Stats): IndexUse | null {
  if (index.table.kind !== "table" || index.table.partitioning === null) {
    const known = stats.index(index);
    return known === undefined || known.scans === null ? null : { scans: known.scans, bytes: known.bytes };
  }
  const parts = index.table.children.flatMap((child) => partIn(child, index));
  const uses = parts.map((part) => indexUse(part, stats));
  if (uses.length < index.table.children.length) return null;
  return uses.reduce<IndexUse | null>(
    (sum, use) => (sum === null || use === null ? null : { scans: sum.scans + use.scans, bytes: sum.bytes + use.bytes }),
    { scans: 0, bytes: 0 },
  );
}

function partIn(child: Table, index: Index): Index[] {
  return child.indexes.filter((part) => part.partitionOf?.every((name, at) => name === index.path[at]) === true);
}
