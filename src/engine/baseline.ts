import type { Finding } from "../contract/finding.ts";
import { compareText } from "../model/reference.ts";

/** One finding that was there when the baseline was written. Rule and object are for people: the fingerprint decides. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  /** `column public.account.balance` */
  readonly object: string;
}

export function baselineEntry(finding: Finding): BaselineEntry {
  const { kind, path } = finding.object;
  return { fingerprint: finding.fingerprint, rule: finding.rule, object: [kind, path.join(".")].join(" ").trim() };
}

/** By rule, object and fingerprint: a line changes only when its finding does. */
export function sortedBaseline(entries: Iterable<BaselineEntry>): BaselineEntry[] {
  const unique = new Map([...entries].map((entry) => [entry.fingerprint, entry]));
  return [...unique.values()].sort(
    (a, b) => compareText(a.rule, b.rule) || compareText(a.object, b.object) || compareText(a.fingerprint, b.fingerprint),
  );
}
