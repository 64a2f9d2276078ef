import { CONTENT_CLASSES, type ColumnSampleData, type ContentClass, type SnapshotData } from "../model/snapshot.ts";
import type { RuleCase } from "./fixture.ts";
import { numberIn, readLine, type Stated } from "./stated-line.ts";

/** Rows that such a sample looked at. */
const LIMIT = 1_000;

/**
 * The snapshot with the sample that a case states, of the schema public; unchanged when it states none.
 * The name of a class has an underscore for each space, and the number of values is the sum of the classes.
 *
 *     -- sample: sessions.token jwt=92 other=8 median=180 p95=240 distinct=100
 *     -- sample: sessions.key api_key=5
 *
 * A length or a number of different values that is left out is 0.
 */
export function withSample(snapshot: SnapshotData, { sample: lines }: Pick<RuleCase, "sample">): SnapshotData {
  if (lines.length === 0) return snapshot;
  const stated = lines.map(readLine).map((line) => ({ table: line.object.split(".")[0] as string, line }));
  const tables = [...new Set(stated.map(({ table }) => table))].map((name) => ({
    schema: "public",
    name,
    columns: stated.filter(({ table }) => table === name).map(({ line }) => columnOf(line)),
  }));
  return { ...snapshot, sample: { limit: LIMIT, tables } };
}

function columnOf({ object, of }: Stated): ColumnSampleData {
  const counted = CONTENT_CLASSES.flatMap((name): [ContentClass, number][] => {
    const values = numberIn(of, name.replaceAll(" ", "_"));
    return values === null ? [] : [[name, values]];
  });
  return {
    name: object.slice(object.indexOf(".") + 1),
    values: counted.reduce((sum, [, values]) => sum + values, 0),
    classes: Object.fromEntries(counted),
    lengthMedian: numberIn(of, "median") ?? 0,
    lengthP95: numberIn(of, "p95") ?? 0,
    distinct: numberIn(of, "distinct") ?? 0,
  };
}
