import type { ObjectRef } from "./reference.ts";
import type { SnapshotData } from "./snapshot.ts";

/** The snapshot without what was counted in these tables and columns: something has emptied them since. */
export function uncounted(snapshot: SnapshotData, emptied: readonly ObjectRef[]): SnapshotData {
  if (snapshot.stats === null || emptied.length === 0) return snapshot;
  const tables = snapshot.stats.tables
    .filter(({ schema, name }) => !isEmptied([schema, name], emptied))
    .map((table) => ({ ...table, columns: table.columns.filter(({ name }) => !isEmptied([table.schema, table.name, name], emptied)) }));
  return { ...snapshot, stats: { ...snapshot.stats, tables } };
}

/** It is one of these, or a column of one. */
export function isEmptied(path: readonly string[], emptied: readonly ObjectRef[]): boolean {
  return emptied.some((each) => each.path.every((name, at) => path[at] === name));
}
