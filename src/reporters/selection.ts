import type { Finding } from "../contract/finding.ts";
import { SEVERITIES, type Severity } from "../contract/rule.ts";

/** What to show of a report. Nothing here changes what was found, or the exit code. */
export interface Limits {
  readonly minSeverity: Severity;
  /** Null: no limit. */
  readonly findings: number | null;
  /** Keeps one loud rule from hiding the others; null: no limit. */
  readonly perRule: number | null;
}

export interface Selection {
  readonly shown: readonly Finding[];
  readonly belowSeverity: number;
  /** Findings left out by the limits, by rule. */
  readonly overLimit: ReadonlyMap<string, number>;
}

export function select(findings: readonly Finding[], limits: Limits): Selection {
  const loud = findings.filter((finding) => isAtLeast(finding.severity, limits.minSeverity));
  const shown: Finding[] = [];
  const shownByRule = new Map<string, number>();
  const overLimit = new Map<string, number>();
  for (const finding of loud) {
    const before = shownByRule.get(finding.rule) ?? 0;
    if (shown.length < (limits.findings ?? Number.POSITIVE_INFINITY) && before < (limits.perRule ?? Number.POSITIVE_INFINITY)) {
      shown.push(finding);
      shownByRule.set(finding.rule, before + 1);
    } else {
      overLimit.set(finding.rule, (overLimit.get(finding.rule) ?? 0) + 1);
    }
  }
  return { shown, belowSeverity: findings.length - loud.length, overLimit };
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}

export function countSeverities(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}
