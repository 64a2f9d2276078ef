import type { Config, RuleConfig } from "./schema.ts";

/** Later configurations win: rule by rule, lists of overrides and ignores one after the other, everything else whole. */
export function mergeConfigs(configs: readonly Config[]): Config {
  return configs.reduce(merged, {});
}

function merged(before: Config, next: Config): Config {
  return {
    ...before,
    ...next,
    ...joined("packs", before, next),
    ...joined("overrides", before, next),
    ...joined("ignores", before, next),
    ...joined("exclude", before, next),
    reporters: { ...before.reporters, ...next.reporters },
    rules: mergeRules(before.rules ?? {}, next.rules ?? {}),
  };
}

function joined<K extends "packs" | "overrides" | "ignores" | "exclude">(key: K, before: Config, next: Config): Pick<Config, K> {
  const list = [...(before[key] ?? []), ...(next[key] ?? [])];
  return list.length === 0 ? {} : ({ [key]: list } as Pick<Config, K>);
}

function mergeRules(before: Readonly<Record<string, RuleConfig>>, next: Readonly<Record<string, RuleConfig>>): Record<string, RuleConfig> {
  const rules = { ...before };
  for (const [id, config] of Object.entries(next)) {
    const earlier = rules[id];
    rules[id] = typeof config === "string" && typeof earlier === "object" ? [config, earlier[1]] : config;
  }
  return rules;
}
