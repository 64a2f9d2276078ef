import { type AnyRule, SEVERITIES } from "../contract/rule.ts";
import { objectMatcher } from "../engine/glob.ts";
import type { RuleOverride, RuleSetting } from "../engine/run.ts";
import { PgassayError } from "../model/failure.ts";
import { nearest } from "./nearest.ts";
import type { Config, RuleConfig, RuleLevel } from "./schema.ts";

/** What is set for each rule, by id. Throws on rules, options and values that do not exist. */
export function ruleSettings(all: readonly AnyRule[], { rules = {}, overrides = [] }: Config): Map<string, RuleSetting> {
  const settings = new Map<string, RuleSetting>();
  for (const [id, config] of Object.entries(rules)) {
    const rule = ruleCalled(all, id);
    settings.set(rule.id, settingOf(rule, config));
  }
  for (const { objects, rules: set } of overrides) {
    const matchers = [objects].flat().map(objectMatcher);
    for (const [id, config] of Object.entries(set)) {
      const rule = ruleCalled(all, id);
      const before = settings.get(rule.id) ?? {};
      const override: RuleOverride = {
        matches: (object) => matchers.some((matches) => matches(object)),
        ...settingOf(rule, config, before.options),
      };
      settings.set(rule.id, { ...before, overrides: [...(before.overrides ?? []), override] });
    }
  }
  return settings;
}

/** A rule outside the presets runs when a severity or an option is set for it. */
export function isTurnedOn({ severity, options }: RuleSetting): boolean {
  return severity !== "off" && (severity !== undefined || options !== undefined);
}

/** The same, for some objects only. */
export function isTurnedOnSomewhere({ overrides = [] }: RuleSetting): boolean {
  return overrides.some(isTurnedOn);
}

export function ruleCalled(all: readonly AnyRule[], id: string): AnyRule {
  const rule = all.find((candidate) => candidate.id === id || candidate.aliases?.includes(id));
  if (rule !== undefined) return rule;
  const ids = all.map((known) => known.id);
  throw notKnown(`no rule is called ${id}`, id, ids, "See pgassay rules");
}

/** How many names that hold the unknown word are worth a look. */
const MAX_MEANT = 5;

export function notKnown(what: string, word: string, known: readonly string[], next: string): PgassayError {
  const meant = [
    nearest(word, known) ?? known.filter((candidate) => word.length > 2 && candidate.includes(word)).slice(0, MAX_MEANT),
  ].flat();
  return new PgassayError({ what, why: meant.length === 0 ? "it is not known" : `did you mean ${meant.join(", ")}?`, next });
}

/** Zod leaves unknown keys out in silence; a mistyped option is a mistake to be told of. */
export function checkOptions(rule: AnyRule, options: Readonly<Record<string, unknown>>): void {
  const known = Object.keys(rule.options.parse({}) as object);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw notKnown(
      `the rule ${rule.id} has no option ${name}`,
      name,
      known,
      known.length === 0 ? "The rule has no options" : `Its options are ${known.join(", ")}`,
    );
  }
  const result = rule.options.safeParse(options);
  if (result.success) return;
  const [issue] = result.error.issues;
  throw new PgassayError({
    what: `the option ${issue?.path.join(".")} of ${rule.id}`,
    why: issue?.message ?? "the value does not fit",
    next: `pgassay explain ${rule.id} lists the options`,
  });
}

export const LEVELS: readonly RuleLevel[] = [...SEVERITIES, "off"];

function settingOf(
  rule: AnyRule,
  config: RuleConfig,
  base: unknown = undefined,
): { severity: RuleLevel; options?: Record<string, unknown> } {
  if (typeof config === "string") return { severity: config };
  const [severity, own] = config;
  checkOptions(rule, own);
  return { severity, options: { ...(base as object | undefined), ...own } };
}
