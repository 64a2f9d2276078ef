import type { Report } from "./contract/report.ts";
import type { AnyRule } from "./contract/rule.ts";
import type { Fixes } from "./engine/finding.ts";
import { type RuleSetting, runRules } from "./engine/run.ts";
import { excludedBy, type Scope } from "./engine/scope.ts";
import { subjectsOf, visibleTables } from "./engine/subjects.ts";
import { type AdviceData, linkAdvice } from "./model/advice.ts";
import type { Catalog } from "./model/catalog.ts";
import { link } from "./model/link.ts";
import { type ObjectRef, referenceKey, type SourceLocation } from "./model/reference.ts";
import { linkSample, type Sample } from "./model/sample.ts";
import type { SnapshotData } from "./model/snapshot.ts";
import { linkStats, type Stats } from "./model/stats.ts";
import type { Workload } from "./model/workload.ts";
import { linkWorkload, type Parse } from "./workload/link.ts";
import { reportedWorkload } from "./workload/reported.ts";

export interface AuditOptions {
  readonly rules: readonly AnyRule[];
  readonly settings?: ReadonlyMap<string, RuleSetting>;
  readonly scope?: Scope;
  readonly toolVersion: string;
  /** Milliseconds; leave it out and rule timings are zero. */
  readonly clock?: () => number;
  /** `on demand` suits a report that shows few of many findings; at once when left out. */
  readonly fixes?: Fixes;
  /** Indexes that the planner of a copy would use. */
  readonly advice?: AdviceData | null;
}

/** A snapshot and its graph. */
export interface LinkedSnapshot {
  readonly data: SnapshotData;
  readonly catalog: Catalog;
  readonly stats: Stats | null;
  readonly sample: Sample | null;
  readonly workload: Workload | null;
}

/** Links a snapshot once, for the advisor and the rules. Without a parser its workload is left out. */
export function linkSnapshot(data: SnapshotData, parse: Parse | null = null): LinkedSnapshot {
  const catalog = link(data.catalog);
  return {
    data,
    catalog,
    stats: data.stats === null ? null : linkStats(data.stats),
    sample: data.sample === null ? null : linkSample(data.sample),
    workload: data.workload === null || parse === null ? null : linkWorkload(data.workload, catalog, parse),
  };
}

/** One snapshot through the rules. Pure: the same snapshot and options give the same report. */
export function audit(snapshot: SnapshotData | LinkedSnapshot, options: AuditOptions): Report {
  const { data, catalog, ...inputs } = "data" in snapshot ? snapshot : linkSnapshot(snapshot);
  const excluded = excludedBy(options.scope ?? { include: [], exclude: [] });
  const tables = visibleTables(catalog, excluded);
  const advice = options.advice ?? null;
  const { findings, rules } = runRules(
    options.rules,
    options.settings ?? new Map(),
    {
      takenAt: data.takenAt,
      server: data.server,
      catalog,
      ...inputs,
      advice: advice === null ? null : linkAdvice(advice, catalog),
      locate: locator(data.locations),
    },
    subjectsOf(catalog, tables, inputs.workload),
    options.clock ?? (() => 0),
    options.fixes,
  );
  return {
    tool: { name: "pgassay", version: options.toolVersion },
    takenAt: data.takenAt,
    source: data.source,
    server: data.server,
    // Only who asks for it pays for it.
    get catalogHash() {
      return catalog.hash;
    },
    counted: {
      schemas: catalog.schemas.length,
      tables: catalog.tables.length,
      columns: sum(catalog.tables, (table) => table.columns.length),
      indexes: sum(catalog.tables, (table) => table.indexes.length),
    },
    findings,
    suppressed: [],
    rules,
    gaps: data.gaps,
    workload: inputs.workload === null ? null : reportedWorkload(inputs.workload, catalog.tables),
    excluded: catalog.tables.flatMap((table) => {
      const by = excluded(table);
      return by === null ? [] : [{ path: table.path, by }];
    }),
  };
}

/** An object without a place of its own is found where its table is written. */
function locator(locations: SnapshotData["locations"]): (ref: ObjectRef) => SourceLocation | null {
  const places = new Map(locations.map(({ object, at }) => [referenceKey(object), at]));
  return (ref) => places.get(referenceKey(ref)) ?? places.get(referenceKey({ kind: "table", path: ref.path.slice(0, 2) })) ?? null;
}

function sum<T>(items: readonly T[], size: (item: T) => number): number {
  return items.reduce((total, item) => total + size(item), 0);
}
