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
  const key = (schema: string, name: string) => `${schema}\0${name}`;
  const tables = new Map(data.tables.map((table) => [key(table.schema, table.name), table]));
  const sequences = new Map(data.sequences.map((sequence) => [key(sequence.schema, sequence.name), sequence]));
  const owner = (path: readonly string[]) => tables.get(key(path[0] as string, path[1] as string));
  return Object.freeze({
    window: data.window,
    standbysIncluded: data.standbysIncluded,
    table: (table: Table) => owner(table.path),
    index: (index: Index) => owner(index.path)?.indexes.find((item) => item.name === index.name),
    column: (column: Column) => owner(column.path)?.columns.find((item) => item.name === column.name),
    sequence: (sequence: Sequence) => {
      const found = sequences.get(key(sequence.path[0] as string, sequence.name));
      return found === undefined ? undefined : { last: found.last === null ? null : BigInt(found.last) };
    },
  });
}
