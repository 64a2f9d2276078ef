import type { Report } from "../contract/report.ts";

/** How many findings have a fix. Where the rule says so already, the fix itself is not asked for: writing it may be work. */
export function countFixable({ findings, rules }: Report): number {
  const always = new Set(rules.filter(({ rule }) => rule.fixable === "always").map(({ rule }) => rule.id));
  return findings.filter((finding) => always.has(finding.rule) || finding.fix !== null).length;
}
