import type { ObjectRef, SourceLocation } from "../model/reference.ts";

/** A suppression that accepts nothing, or no longer. */
export interface UselessSuppression {
  /** For people: `schema.sql:12`, `ignores[2]`, `the comment on public.account`. */
  readonly name: string;
  /** Tells it from the others of its kind, without line numbers. */
  readonly key: string;
  readonly rules: readonly string[];
  readonly until: string | null;
  /** Null: it stands in a file, and belongs to the database as a whole. */
  readonly object: ObjectRef | null;
  readonly at: SourceLocation | null;
}

/** What a finding about a suppression says of it: which one, and where it stands. */
export function aboutSuppression({ key, object, at }: UselessSuppression) {
  return { key, ...(object === null ? {} : { object }), ...(at === null ? {} : { at }) };
}

/** The rules that a suppression names, for people. */
export function suppressedRules({ rules }: UselessSuppression): string {
  return rules.join(", ") || "every rule";
}

/** What became of suppressions and the baseline in this run, for the rules that keep them honest. */
export interface SuppressionState {
  readonly unused: readonly UselessSuppression[];
  readonly expired: readonly UselessSuppression[];
  /** Without a reason, or with something that is no rule id before the colon. */
  readonly unreadable: readonly UselessSuppression[];
  /** Entries of the baseline whose finding is gone. */
  readonly stale: readonly { readonly fingerprint: string; readonly rule: string; readonly object: string }[];
}
