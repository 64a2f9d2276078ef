import type { Config, RuleConfig } from "./schema.ts";

/** Later configurations win: rule by rule, lists of overrides and ignores one after the other, everything else whole. */
export function mergeConfigs(configs: readonly Config[]): Config {
  return configs.reduce(merged, {});
}

function merged(before: Config, next: Config): Config {
  return {
    ...before,
    ...next,
    ...list("packs", before.packs, next.packs),
    ...list("overrides", before.overrides, next.overrides),
    ...list("ignores", before.ignores, next.ignores),
    ...list("exclude", before.exclude, next.exclude),
    reporters: { ...before.reporters, ...next.reporters },
    rules: mergeRules(before.rules ?? {}, next.rules ?? {}),
  };
}

function list<T>(key: string, before: readonly T[] = [], next: readonly T[] = []): Readonly<Record<string, readonly T[]>> {
  return before.length + next.length === 0 ? {} : { [key]: [...before, ...next] };
}

function mergeRules(before: Readonly<Record<string, RuleConfig>>, next: Readonly<Record<string, RuleConfig>>): Record<string, RuleConfig> {
  const rules = { ...before };
  for (const [id, config] of Object.entries(next)) {
    const earlier = rules[id];
    rules[id] = typeof config === "string" && typeof earlier === "object" ? [config, earlier[1]] : config;
  }
  return rules;
}
