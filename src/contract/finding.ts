import type { ObjectRef, SourceLocation } from "../model/reference.ts";
import type { Window } from "../model/snapshot.ts";
import type { Fix } from "./fix.ts";
import type { Confidence, Severity } from "./rule.ts";

/** One observed fact behind a finding, and where it comes from. */
export interface Evidence {
  readonly label: string;
  readonly value: string | number | boolean | null;
  readonly unit?: "rows" | "bytes" | "ms" | "calls" | "percent";
  /** A catalog column or file: `pg_stat_user_indexes.idx_scan`. */
  readonly from: string;
  readonly window?: Window;
}

/** Why a finding does not count: somebody accepted it, with a reason, or it stood in the baseline. */
export interface Suppressed {
  readonly by: "config" | "comment" | "baseline";
  readonly reason: string | null;
}

export interface Finding {
  /** sha256 of `JSON.stringify([rule, kind, ...path, key])`, as hex: nothing in it drifts. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly category: string;
  readonly object: ObjectRef;
  /** Tells apart several findings of one rule on one object. */
  readonly key: string | null;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly messageId: string;
  readonly data: Readonly<Record<string, string | number>>;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly related: readonly ObjectRef[];
  readonly source: SourceLocation | null;
  /** Null in `Report.findings`, set in `Report.suppressed`. */
  readonly suppressed: Suppressed | null;
  /** Null when there is no baseline. */
  readonly baselineState: "new" | "unchanged" | null;
  readonly fix: Fix | null;
}
