import type { Gap, Server, SourceInfo, Window } from "../model/snapshot.ts";
import type { Workload } from "../model/workload.ts";
import type { Finding } from "./finding.ts";
import type { AnyRule } from "./rule.ts";
import type { SuppressionState } from "./suppression.ts";

/** What became of one rule in one run. */
export interface RuleRun {
  readonly rule: AnyRule;
  readonly status: "ran" | "off" | "skipped" | "crashed";
  /** Why it was skipped, or how it crashed; null when it ran. */
  readonly reason: string | null;
  readonly subjects: number;
  readonly findings: number;
  readonly ms: number;
}

/** One of the costliest statements, as reports show it. */
export interface ReportedStatement {
  readonly fingerprint: string;
  /** Normalised; several lines when it was written so. */
  readonly sql: string;
  readonly calls: number;
  readonly totalMs: number;
  /** Of the executions whose duration is known; null when none is. */
  readonly meanMs: number | null;
  readonly maxMs: number;
  readonly rows: number | null;
  /** False when its names could not be joined with the catalog. */
  readonly resolved: boolean;
}

/** What the database was asked, as far as a report shows it. */
export interface ReportedWorkload {
  readonly origin: Workload["origin"];
  readonly window: Window;
  /** Different statements; their calls; their milliseconds. */
  readonly statements: number;
  readonly calls: number;
  readonly totalMs: number;
  readonly sessions: number;
  readonly coverage: Workload["coverage"];
  /** The costliest statements by total time, at most 20. */
  readonly top: readonly ReportedStatement[];
  /** Every table that a statement touches, by time. A statement of several tables counts for each of them: no sum of these is the total. */
  readonly tables: readonly {
    readonly path: readonly string[];
    readonly statements: number;
    readonly calls: number;
    readonly totalMs: number;
  }[];
}

/** A table as reports draw it: its columns in order, and where its foreign keys lead. */
export interface ReportedTable {
  readonly path: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string; readonly notNull: boolean; readonly primaryKey: boolean }[];
  readonly foreignKeys: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly target: readonly string[];
    readonly targetColumns: readonly string[];
  }[];
}

export interface Report {
  readonly tool: { readonly name: "pgassay"; readonly version: string };
  readonly takenAt: string;
  readonly source: SourceInfo;
  readonly server: Server;
  readonly catalogHash: string;
  readonly counted: { readonly schemas: number; readonly tables: number; readonly columns: number; readonly indexes: number };
  /** Errors first, then warnings, then the rest; by object within. */
  readonly findings: readonly Finding[];
  /** Accepted by a suppression or the baseline, in the same order: they gate nothing, and are fixed by nothing. */
  readonly suppressed: readonly Finding[];
  /** Entries of the baseline whose finding is gone; empty without a baseline. */
  readonly stale: SuppressionState["stale"];
  readonly rules: readonly RuleRun[];
  readonly gaps: readonly Gap[];
  /** Null unless logs, a workload file or pg_stat_statements were read. */
  readonly workload: ReportedWorkload | null;
  /** Every table that was read, for pictures of the schema. */
  readonly tables: readonly ReportedTable[];
  /** Tables and schemas that were left out by name, with the pattern that did it. */
  readonly excluded: readonly { readonly path: readonly string[]; readonly by: string }[];
}

/** Pure: a report to text. The shell writes it and chooses the exit code. */
export interface Reporter<O = unknown> {
  readonly name: string;
  render(report: Report, options: O): Iterable<string>;
}
