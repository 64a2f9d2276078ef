import type { ColumnStatsData, IndexStatsData, SequenceStatsData, SnapshotData, StatsData, TableStatsData } from "../model/snapshot.ts";
import type { RuleCase } from "./fixture.ts";
import { numberIn, readLine, type Stated } from "./stated-line.ts";

const DAY = 86_400_000;

/**
 * The snapshot with the statistics that a case states, of the schema public; unchanged when it states none.
 *
 *     -- stats: window days=30 standbys=true
 *     -- stats: orders rows=1000000 bytes=100000000 dead=0 scans=5 writes=1000
 *     -- stats: orders.status nulls=0 distinct=4 width=8 correlation=1
 *     -- stats: orders.orders_status_idx bytes=8192 scans=0
 *     -- stats: orders_id_seq last=2000000000
 *
 * What is left out is not known: null where the model has it, 0 elsewhere. A table is known by its own line only.
 * Without `days` nobody knows since when; without a `window` line, it is 30 days and no standby.
 */
export function withStats(snapshot: SnapshotData, { stats: lines }: Pick<RuleCase, "stats">): SnapshotData {
  if (lines.length === 0) return snapshot;
  const stated = lines.map(readLine);
  const window = stated.find(({ object }) => object === "window")?.of ?? new Map([["days", "30"]]);
  const days = numberIn(window, "days");
  const until = snapshot.takenAt;
  const stats: StatsData = {
    window: { since: days === null ? null : new Date(Date.parse(until) - days * DAY).toISOString(), until },
    standbysIncluded: window.get("standbys") === "true",
    tables: stated.filter(isTable).map((line) => tableOf(line, stated)),
    sequences: stated.filter(({ of }) => of.has("last")).map(sequenceOf),
  };
  return { ...snapshot, stats };
}

function isTable({ object, of }: Stated): boolean {
  return object !== "window" && !object.includes(".") && !of.has("last");
}

function sequenceOf({ object, of }: Stated): SequenceStatsData {
  return { schema: "public", name: object, last: of.get("last") ?? null };
}

function tableOf({ object, of }: Stated, stated: readonly Stated[]): TableStatsData {
  const members = stated
    .filter((other) => other.object.startsWith(`${object}.`))
    .map((other) => ({ name: other.object.slice(object.length + 1), of: other.of }));
  return {
    schema: "public",
    name: object,
    rows: numberIn(of, "rows"),
    bytes: numberIn(of, "bytes") ?? 0,
    deadRows: numberIn(of, "dead"),
    seqScans: numberIn(of, "scans"),
    writes: numberIn(of, "writes"),
    columns: members.filter(({ of: numbers }) => numbers.has("nulls") || numbers.has("distinct")).map(columnOf),
    indexes: members.filter(({ of: numbers }) => numbers.has("bytes") || numbers.has("scans")).map(indexOf),
  };
}

function columnOf({ name, of }: { readonly name: string; readonly of: Stated["of"] }): ColumnStatsData {
  return {
    name,
    nullFraction: numberIn(of, "nulls") ?? 0,
    distinct: numberIn(of, "distinct") ?? 0,
    correlation: numberIn(of, "correlation"),
    width: numberIn(of, "width") ?? 0,
  };
}

function indexOf({ name, of }: { readonly name: string; readonly of: Stated["of"] }): IndexStatsData {
  return { name, bytes: numberIn(of, "bytes") ?? 0, scans: numberIn(of, "scans") };
}
