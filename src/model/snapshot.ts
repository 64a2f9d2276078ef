import type { CatalogData, Settings } from "./data.ts";
import type { ObjectRef, SourceLocation } from "./reference.ts";

export interface Server {
  /** `server_version_num`: 150018 for 15.18. */
  readonly version: number;
  readonly database: string;
  /** True while in recovery: a hot standby. */
  readonly standby: boolean;
  readonly settings: Settings;
  /** Installed extensions and their versions. */
  readonly extensions: Settings;
}

/** Over which time numbers were counted, as ISO 8601. `since` is null when the counters were never reset, or nobody knows. */
export interface Window {
  readonly since: string | null;
  readonly until: string;
}

export interface ColumnStatsData {
  readonly name: string;
  /** Share of NULLs, 0 to 1. */
  readonly nullFraction: number;
  /** `n_distinct`: a count when positive, a negative share of the rows when negative. */
  readonly distinct: number;
  readonly correlation: number | null;
  /** Average width in bytes. */
  readonly width: number;
}

export interface IndexStatsData {
  readonly name: string;
  readonly bytes: number;
  readonly scans: number | null;
}

export interface TableStatsData {
  readonly schema: string;
  readonly name: string;
  /** `reltuples`; null when the table was never analysed. */
  readonly rows: number | null;
  /** Heap bytes, from `relpages`. */
  readonly bytes: number;
  readonly deadRows: number | null;
  readonly seqScans: number | null;
  readonly writes: number | null;
  readonly columns: readonly ColumnStatsData[];
  readonly indexes: readonly IndexStatsData[];
}

export interface SequenceStatsData {
  readonly schema: string;
  readonly name: string;
  /** 64-bit integer as decimal text; null when never used or not readable. */
  readonly last: string | null;
}

export interface StatsData {
  readonly window: Window;
  readonly standbysIncluded: boolean;
  readonly tables: readonly TableStatsData[];
  readonly sequences: readonly SequenceStatsData[];
}

/** Something the source could not read. Nothing is dropped without one of these. */
export interface Gap {
  readonly what: "statement" | "object" | "statistics" | "file" | "extension";
  /** The statement's kind and target, the object's name, or the file. Never a literal from the input. */
  readonly subject: string;
  readonly reason: string;
  readonly at: SourceLocation | null;
  /** Names of what could not be read in turn, because it needs this. */
  readonly affects: readonly string[];
}

export interface SourceInfo {
  readonly kind: "live" | "sql" | "migrations" | "snapshot";
  /** What the user named, without any password: `app@db.example:5432/app`, `schema.sql`. */
  readonly name: string;
  /** Statements applied, for a replayed source. */
  readonly statements: number | null;
}

/** What every source returns and the snapshot file holds. No row data. */
export interface SnapshotData {
  readonly takenAt: string;
  readonly source: SourceInfo;
  readonly server: Server;
  readonly catalog: CatalogData;
  readonly stats: StatsData | null;
  /** Where objects are written, when the source is text. */
  readonly locations: readonly { readonly object: ObjectRef; readonly at: SourceLocation }[];
  readonly gaps: readonly Gap[];
}
