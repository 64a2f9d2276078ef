import type { AnyRule } from "../contract/rule.ts";

/** What decides whether a rule runs and what comes of it: `error, likely, fix: always`. */
export function ruleFacts({ severity, confidence, recommended, needs, fixable }: AnyRule): string {
  return [
    severity,
    confidence,
    `fix: ${fixable}`,
    ...(needs.length === 0 ? [] : [`needs ${needs.join(" and ")}`]),
    ...(recommended ? [] : ["off by default"]),
  ].join(", ");
}
