import type { Column, Index, Sequence, Table } from "./catalog.ts";
import type { ColumnStatsData, IndexStatsData, StatsData, TableStatsData, Window } from "./snapshot.ts";

/** What the server counted and estimated. `undefined`: nothing is known, which is never the same as zero. */
export interface Stats {
  readonly window: Window;
  /** True when the counters of every standby are in the sums. */
  readonly standbysIncluded: boolean;
  table(table: Table): TableStatsData | undefined;
  index(index: Index): IndexStatsData | undefined;
  column(column: Column): ColumnStatsData | undefined;
  sequence(sequence: Sequence): { readonly last: bigint | null } | undefined;
}

export function linkStats(data: StatsData): Stats {
  const tables = byName(data.tables);
  const sequences = byName(data.sequences);
  const owner = (path: readonly string[]) => tables.get(path[0] as string)?.get(path[1] as string);
  return Object.freeze({
    window: data.window,
    standbysIncluded: data.standbysIncluded,
    table: (table: Table) => owner(table.path),
    index: (index: Index) => owner(index.path)?.indexes.find((item) => item.name === index.name),
    column: (column: Column) => owner(column.path)?.columns.find((item) => item.name === column.name),
    sequence: (sequence: Sequence) => {
      const found = sequences.get(sequence.path[0] as string)?.get(sequence.name);
      return found === undefined ? undefined : { last: found.last === null ? null : BigInt(found.last) };
    },
  });
}

/** By schema, then by name: no key has to be put together for a look. */
function byName<T extends { readonly schema: string; readonly name: string }>(items: readonly T[]): Map<string, Map<string, T>> {
  const schemas = new Map<string, Map<string, T>>();
  for (const item of items) {
    const names = schemas.get(item.schema) ?? new Map<string, T>();
    schemas.set(item.schema, names.set(item.name, item));
  }
  return schemas;
}
