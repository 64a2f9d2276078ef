import { CONTENT_PATTERNS } from "../../facts/content/classes.ts";
import type { ColumnSampleData, ContentClass, TableSampleData } from "../../model/snapshot.ts";
import { allRows, type Session } from "../catalog/session.ts";
import { type SampledTable, sampleQuery } from "./sample-query.ts";

type Row = readonly [column: number, klass: number | null, values: number, median: number, p95: number, distinct: number];

/** Counts one table. A column without values is there, with zeros: it was looked at. */
export async function readSample(session: Session, table: SampledTable, limit: number): Promise<TableSampleData> {
  const rows = await allRows<Row>(session, "sample", sampleQuery(table, limit));
  const counted = table.columns.map(({ name }, at) =>
    columnOf(
      name,
      rows.filter(([n]) => n === at),
    ),
  );
  return { schema: table.schema, name: table.name, columns: counted };
}

function columnOf(name: string, rows: readonly Row[]): ColumnSampleData {
  const classes: Partial<Record<ContentClass, number>> = {};
  let whole = { values: 0, lengthMedian: 0, lengthP95: 0, distinct: 0 };
  for (const [, klass, values, lengthMedian, lengthP95, distinct] of rows) {
    if (klass === null) whole = { values, lengthMedian, lengthP95, distinct };
    else classes[CONTENT_PATTERNS[klass]?.class ?? "other"] = values;
  }
  return { name, classes, ...whole };
}
