import type { Report } from "./contract/report.ts";
import type { AnyRule } from "./contract/rule.ts";
import type { Fixes } from "./engine/finding.ts";
import { type RuleSetting, runRules } from "./engine/run.ts";
import { excludedBy, type Scope } from "./engine/scope.ts";
import { subjectsOf, visibleTables } from "./engine/subjects.ts";
import { link } from "./model/link.ts";
import { type ObjectRef, referenceKey, type SourceLocation } from "./model/reference.ts";
import { linkSample } from "./model/sample.ts";
import type { SnapshotData } from "./model/snapshot.ts";
import { linkStats } from "./model/stats.ts";

export interface AuditOptions {
  readonly rules: readonly AnyRule[];
  readonly settings?: ReadonlyMap<string, RuleSetting>;
  readonly scope?: Scope;
  readonly toolVersion: string;
  /** Milliseconds; leave it out and rule timings are zero. */
  readonly clock?: () => number;
  /** `on demand` suits a report that shows few of many findings; at once when left out. */
  readonly fixes?: Fixes;
}

/** One snapshot through the rules. Pure: the same snapshot and options give the same report. */
export function audit(snapshot: SnapshotData, options: AuditOptions): Report {
  const catalog = link(snapshot.catalog);
  const excluded = excludedBy(options.scope ?? { include: [], exclude: [] });
  const tables = visibleTables(catalog, excluded);
  const { findings, rules } = runRules(
    options.rules,
    options.settings ?? new Map(),
    {
      takenAt: snapshot.takenAt,
      server: snapshot.server,
      catalog,
      stats: snapshot.stats === null ? null : linkStats(snapshot.stats),
      sample: snapshot.sample === null ? null : linkSample(snapshot.sample),
      locate: locator(snapshot.locations),
    },
    subjectsOf(catalog, tables),
    options.clock ?? (() => 0),
    options.fixes,
  );
  return {
    tool: { name: "pgassay", version: options.toolVersion },
    takenAt: snapshot.takenAt,
    source: snapshot.source,
    server: snapshot.server,
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
    rules,
    gaps: snapshot.gaps,
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
