import type { SuppressionNote } from "../model/suppression.ts";

/**
 * Reads `rule[, rule…] [until YYYY-MM-DD]: reason`, the form of every suppression in comments.
 * What stands before the colon and is no rule id makes the whole note unreadable: its list of rules is then empty.
 */
export function readSuppressionNote(text: string): SuppressionNote {
  const colon = text.indexOf(":");
  const head = (colon < 0 ? text : text.slice(0, colon)).trim();
  const reason = colon < 0 ? "" : text.slice(colon + 1).trim();
  const until = /\suntil\s+(\d{4}-\d{2}-\d{2})$/.exec(head);
  const list = until === null ? head : head.slice(0, until.index);
  const rules = list.split(",").map((rule) => rule.trim());
  return {
    rules: rules.every((rule) => /^[a-z][a-z0-9-]*$/.test(rule)) ? rules : [],
    reason: reason === "" ? null : reason,
    until: until?.[1] ?? null,
  };
}
