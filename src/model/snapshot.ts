import type { CatalogData, Settings } from "./data.ts";
import type { ObjectRef, SourceLocation } from "./reference.ts";
import type { WrittenSuppression } from "./suppression.ts";
import type { WorkloadData } from "./workload.ts";

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

/** What a value looks like; the first that fits, in the order of `CONTENT_PATTERNS`. */
export const CONTENT_CLASSES = [
  "jwt",
  "api key",
  "private key",
  "bcrypt",
  "argon2",
  "scrypt",
  "pbkdf2",
  "digest",
  "pgp",
  "vault",
  "kms",
  "fernet",
  "ciphertext",
  "uuid",
  "email",
  "card-like",
  "boolean",
  "date",
  "timestamp",
  "integer",
  "decimal",
  "hex",
  "json",
  "base64",
  "other",
] as const;
export type ContentClass = (typeof CONTENT_CLASSES)[number];

/** What was counted in a sample of one column: numbers only. */
export interface ColumnSampleData {
  readonly name: string;
  /** Values looked at that are neither NULL nor blank; of an array, its elements. */
  readonly values: number;
  /** How many of them look like what; the sum is `values`. */
  readonly classes: Readonly<Partial<Record<ContentClass, number>>>;
  /** Characters, of which at most 1,024 are counted. */
  readonly lengthMedian: number;
  readonly lengthP95: number;
  /** Different values among them, by a hash of their first 1,024 characters. */
  readonly distinct: number;
}

export interface TableSampleData {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly ColumnSampleData[];
}

/** Opt-in. Counted on the server, by one aggregate query per table: no value ever leaves it. */
export interface SampleData {
  /** Rows looked at per table, at most. */
  readonly limit: number;
  readonly tables: readonly TableSampleData[];
}

/** Something the source did not read. Nothing is dropped without one of these. */
export interface Gap {
  /** `rows`: statements that only write rows, which no rule needs; every other kind makes the reading partial. */
  readonly what: "statement" | "object" | "statistics" | "file" | "extension" | "rows";
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
  /** Null unless it was asked for. */
  readonly sample: SampleData | null;
  /** Null unless logs, a workload file or `pg_stat_statements` were read. */
  readonly workload: WorkloadData | null;
  /** Where objects are written, when the source is text. */
  readonly locations: readonly { readonly object: ObjectRef; readonly at: SourceLocation }[];
  /** Findings that comments of the text accept. */
  readonly suppressions: readonly WrittenSuppression[];
  readonly gaps: readonly Gap[];
}
