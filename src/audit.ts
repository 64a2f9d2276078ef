import type { Report, ReportedTable } from "./contract/report.ts";
import type { AnyRule } from "./contract/rule.ts";
import { compareFindings, type Fixes } from "./engine/finding.ts";
import { reportedTable } from "./engine/reported-table.ts";
import { type Evidenced, type RuleSetting, runRules } from "./engine/run.ts";
import { excludedBy, type Scope } from "./engine/scope.ts";
import { type Subjected, subjectsOf, visibleTables } from "./engine/subjects.ts";
import { type Acceptance, sift } from "./engine/suppressions.ts";
import { type AdviceData, linkAdvice } from "./model/advice.ts";
import type { Catalog } from "./model/catalog.ts";
import { type Guard, link } from "./model/link.ts";
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
  /** What accepts findings besides the comments that the snapshot holds. */
  readonly acceptance?: Acceptance;
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
export function linkSnapshot(data: SnapshotData, parse: Parse | null = null, guard: Guard = "frozen"): LinkedSnapshot {
  const catalog = link(data.catalog, guard);
  return {
    data,
    catalog,
    stats: data.stats === null ? null : linkStats(data.stats),
    sample: data.sample === null ? null : linkSample(data.sample),
    workload: data.workload === null || parse === null ? null : linkWorkload(data.workload, catalog, parse, data.server.settings),
  };
}

/** One snapshot through the rules. Pure: the same snapshot and options give the same report. */
export function audit(snapshot: SnapshotData | LinkedSnapshot, options: AuditOptions): Report {
  const { data, catalog, ...inputs } = "data" in snapshot ? snapshot : linkSnapshot(snapshot);
  const excluded = excludedBy(options.scope ?? { include: [], exclude: [] });
  const tables = visibleTables(catalog, excluded);
  const shown = new Set(tables);
  const advice = options.advice ?? null;
  const seen = {
    takenAt: data.takenAt,
    server: data.server,
    catalog,
    ...inputs,
    advice: advice === null ? null : linkAdvice(advice, catalog),
    suppressions: null,
    hidden: new Set(catalog.tables.filter((table) => !shown.has(table))),
    locate: locator(data.locations),
  };
  const { findings, suppressed, stale, rules } = judge(seen, subjectsOf(catalog, tables, inputs.workload), data, options);
  let drawn: readonly ReportedTable[] | undefined;
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
    suppressed,
    stale,
    rules,
    gaps: data.gaps,
    get tables() {
      drawn ??= catalog.tables.map(reportedTable);
      return drawn;
    },
    workload: inputs.workload === null ? null : reportedWorkload(inputs.workload, catalog.tables),
    excluded: catalog.tables.flatMap((table) => {
      const by = excluded(table);
      return by === null ? [] : [{ path: table.path, by }];
    }),
  };
}

/** The rules that look at suppressions and the baseline run when it is known what these accepted. */
function judge(
  seen: Evidenced,
  subjects: readonly Subjected[],
  data: SnapshotData,
  options: AuditOptions,
): Pick<Report, "findings" | "suppressed" | "stale" | "rules"> {
  const { rules, settings = new Map(), clock = () => 0, fixes } = options;
  const isLate = (rule: AnyRule) => rule.needs.includes("suppressions");
  const first = runRules(
    rules.filter((rule) => !isLate(rule)),
    settings,
    seen,
    subjects,
    clock,
    fixes,
  );
  const ran = new Set(first.rules.filter(({ status }) => status === "ran").map(({ rule }) => rule.id));
  const acceptance = options.acceptance ?? {
    ignores: [],
    baseline: null,
    earlier: null,
    today: data.takenAt.slice(0, 10),
    known: new Set(),
  };
  const { findings, suppressed, state } = sift(first.findings, seen.catalog, data.suppressions, acceptance, ran);
  const last = runRules(rules.filter(isLate), settings, { ...seen, suppressions: state }, subjects, clock, fixes);
  return {
    findings: last.findings.length === 0 ? findings : [...findings, ...last.findings].sort(compareFindings),
    suppressed,
    stale: state.stale,
    rules: [...first.rules, ...last.rules],
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
