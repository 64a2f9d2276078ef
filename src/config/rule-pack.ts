import type { AnyRule, RulePack } from "../contract/rule.ts";

/** Whether what a module exports is a rule pack. */
export function isPack(value: unknown): value is RulePack {
  const pack = value as Partial<RulePack> | null;
  return (
    typeof pack === "object" &&
    pack !== null &&
    pack.api === 1 &&
    typeof pack.name === "string" &&
    Array.isArray(pack.rules) &&
    pack.rules.every(isRule)
  );
}

function isRule(value: unknown): value is AnyRule {
  const rule = value as Partial<AnyRule> | null;
  return (
    typeof rule === "object" &&
    rule !== null &&
    typeof rule.id === "string" &&
    typeof rule.on === "string" &&
    typeof rule.check === "function"
  );
}
