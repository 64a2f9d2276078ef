import type { Column } from "./catalog.ts";
import type { ColumnSampleData, SampleData } from "./snapshot.ts";

/** What values look like, counted on the server. */
export interface Sample {
  /** Rows looked at per table, at most. */
  readonly limit: number;
  /** `undefined`: this column was not looked at, which is never the same as no value. */
  content(column: Column): ColumnSampleData | undefined;
}

export function linkSample(data: SampleData): Sample {
  const key = (path: readonly string[]) => path.join("\0");
  const columns = new Map(
    data.tables.flatMap((table) => table.columns.map((column) => [key([table.schema, table.name, column.name]), column] as const)),
  );
  return Object.freeze({ limit: data.limit, content: (column: Column) => columns.get(key(column.path)) });
}
