import type { Report } from "../contract/report.ts";

export interface Fixable {
  readonly count: number;
  /** False where there may be more. */
  readonly exact: boolean;
}

/**
 * How many findings have a fix. Where the rule says so already, the fix itself is not asked for: writing it is work, and
 * `mostWritten` bounds it.
 */
export function countFixable({ findings, rules }: Report, mostWritten = Number.POSITIVE_INFINITY): Fixable {
  const says = new Map(rules.map(({ rule }) => [rule.id, rule.fixable]));
  let count = 0;
  let written = 0;
  let exact = true;
  for (const finding of findings) {
    const fixable = says.get(finding.rule);
    if (fixable === "always") count += 1;
    if (fixable !== "sometimes") continue;
    if (written < mostWritten) {
      written += 1;
      if (finding.fix !== null) count += 1;
    } else exact = false;
  }
  return { count, exact };
}
