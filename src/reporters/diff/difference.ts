import type { Finding } from "../../contract/finding.ts";
import type { Report } from "../../contract/report.ts";

/** What became of the findings between two states of a schema. */
export interface Difference {
  readonly before: Report;
  readonly after: Report;
  readonly added: readonly Finding[];
  readonly fixed: readonly Finding[];
  readonly unchanged: readonly Finding[];
  /** Rules that ran on one side only, such as those that need statistics: their findings are not compared. */
  readonly uncompared: readonly string[];
}

export function differenceOf(before: Report, after: Report): Difference {
  const [ranBefore, ranAfter] = [ranIn(before), ranIn(after)];
  const uncompared = new Set([...ranBefore, ...ranAfter].filter((id) => !ranBefore.has(id) || !ranAfter.has(id)));
  const compared = ({ findings }: Report) => findings.filter(({ rule }) => !uncompared.has(rule));
  const [old, now] = [compared(before), compared(after)];
  const earlier = new Set(old.map((finding) => finding.fingerprint));
  const later = new Set(now.map((finding) => finding.fingerprint));
  return {
    before,
    after,
    added: now.filter((finding) => !earlier.has(finding.fingerprint)),
    fixed: old.filter((finding) => !later.has(finding.fingerprint)),
    unchanged: now.filter((finding) => earlier.has(finding.fingerprint)),
    uncompared: [...uncompared].sort(),
  };
}

function ranIn({ rules }: Report): ReadonlySet<string> {
  return new Set(rules.filter(({ status }) => status === "ran").map(({ rule }) => rule.id));
}
