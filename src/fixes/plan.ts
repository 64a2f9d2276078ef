import type { Finding } from "../contract/finding.ts";
import type { Fix } from "../contract/fix.ts";
import { referenceKey } from "../model/reference.ts";

export interface PlannedFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

export interface Plan {
  readonly fixes: readonly PlannedFix[];
  /** Fixes that change an object which an earlier one of the plan changes too: audit again after, then fix these. */
  readonly deferred: readonly { readonly finding: Finding; readonly because: string }[];
  readonly withoutFix: readonly Finding[];
}

/**
 * Picks the fixes that can be run together, in the order of the findings.
 * Two fixes that change the same column, constraint or index are never in one plan: the second was written for the
 * schema before the first. The one with more steps is kept, because what it replaces needs no small repair.
 */
export function planFixes(findings: readonly Finding[]): Plan {
  const candidates = findings.flatMap((finding) => (finding.fix === null ? [] : [{ finding, fix: finding.fix }]));
  const claimed = new Map<string, Finding>();
  const kept = new Set<Finding>();
  const deferred: { finding: Finding; because: string }[] = [];
  for (const { finding, fix } of candidates.toSorted((a, b) => b.fix.steps.length - a.fix.steps.length)) {
    const keys = fix.changes.map(referenceKey);
    const earlier = keys.map((key) => claimed.get(key)).find((other) => other !== undefined);
    if (earlier === undefined) {
      kept.add(finding);
      for (const key of keys) claimed.set(key, finding);
    } else {
      deferred.push({ finding, because: `changes what the fix of ${earlier.rule} on ${earlier.object.path.join(".")} changes` });
    }
  }
  return {
    fixes: candidates.filter(({ finding }) => kept.has(finding)),
    deferred,
    withoutFix: findings.filter((finding) => finding.fix === null),
  };
}
