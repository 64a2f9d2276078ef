import type { ObjectRef } from "./reference.ts";
import type { SnapshotData } from "./snapshot.ts";

/** The snapshot without what was counted in these tables: something has emptied them since. */
export function uncounted(snapshot: SnapshotData, emptied: readonly ObjectRef[]): SnapshotData {
  if (snapshot.stats === null || emptied.length === 0) return snapshot;
  const gone = new Set(emptied.map(({ path }) => JSON.stringify(path)));
  const tables = snapshot.stats.tables.filter(({ schema, name }) => !gone.has(JSON.stringify([schema, name])));
  return { ...snapshot, stats: { ...snapshot.stats, tables } };
}
