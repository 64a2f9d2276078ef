import { isInPreset, PRESETS, type Preset } from "../config/presets.ts";
import { checkOptions, isTurnedOn, isTurnedOnSomewhere, LEVELS, notKnown, ruleCalled, ruleSettings } from "../config/rule-settings.ts";
import type { Config, RuleLevel } from "../config/schema.ts";
import { type AnyRule, CATEGORIES } from "../contract/rule.ts";
import type { RuleSetting } from "../engine/run.ts";
import { UsageError } from "./failure.ts";
import type { SelectionOptions } from "./options/selection.ts";

export interface RuleChoice {
  readonly rules: readonly AnyRule[];
  readonly settings: ReadonlyMap<string, RuleSetting>;
}

/** Which rules run, and how they are set: the configuration first, then the command line. */
export function chooseRules(all: readonly AnyRule[], options: SelectionOptions, config: Config = {}): RuleChoice {
  const named = options.rules?.map((id) => ruleCalled(all, id));
  const skipped = new Set((options.skipRules ?? []).map((id) => ruleCalled(all, id)));
  const categories = options.category?.map(categoryCalled);
  const settings = withFlags(all, ruleSettings(all, config), options.set ?? []);
  const presets = options.preset === undefined ? presetsOf(config) : [options.preset];
  const runs = (rule: AnyRule) =>
    named === undefined
      ? presets.some((preset) => isInPreset(preset, rule)) || isTurnedOn(settings.get(rule.id) ?? {})
      : named.includes(rule);
  for (const [id, setting] of settings) {
    // On for some objects alone: off for the rest.
    if (isTurnedOnSomewhere(setting) && !runs(ruleCalled(all, id))) settings.set(id, { ...setting, severity: "off" });
  }
  const rules = all.filter(
    (rule) =>
      (runs(rule) || (named === undefined && isTurnedOnSomewhere(settings.get(rule.id) ?? {}))) &&
      !skipped.has(rule) &&
      (categories === undefined || categories.includes(rule.category)),
  );
  if (rules.length === 0) {
    throw new UsageError({
      what: "no rule is left to run",
      why: "--preset, --rules, --skip-rules and --category leave none",
      next: "See pgassay rules",
    });
  }
  return { rules, settings };
}

/** A configuration that names no preset has the recommended one. */
function presetsOf({ extends: bases = [] }: Config): Preset[] {
  const presets = PRESETS.filter((preset) => bases.includes(preset));
  return presets.length === 0 ? ["recommended"] : presets;
}

function categoryCalled(name: string): string {
  if ((CATEGORIES as readonly string[]).includes(name)) return name;
  throw notKnown(`no category is called ${name}`, name, CATEGORIES, `The categories are ${CATEGORIES.join(", ")}`);
}

/** `rules.<id>=off|info|warning|error` and `rules.<id>.<option>=<JSON or text>`. */
function withFlags(
  all: readonly AnyRule[],
  configured: ReadonlyMap<string, RuleSetting>,
  texts: readonly string[],
): Map<string, RuleSetting> {
  const settings = new Map(configured);
  for (const text of texts) {
    const [, id, option, value] = /^rules\.([^.=]+)(?:\.([^.=]+))?=(.*)$/s.exec(text) ?? [];
    if (id === undefined || value === undefined) {
      throw new UsageError({
        what: `--set ${text}`,
        why: "it is not understood",
        next: "Write rules.<id>=off, rules.<id>=warning or rules.<id>.<option>=<value>",
      });
    }
    const rule = ruleCalled(all, id);
    const before = settings.get(rule.id) ?? {};
    const options = option === undefined ? {} : { options: { ...(before.options as object | undefined), [option]: parsed(value) } };
    settings.set(rule.id, { ...before, ...(option === undefined ? { severity: levelOf(text, value) } : options) });
    checkOptions(rule, options.options ?? {});
  }
  return settings;
}

function levelOf(text: string, value: string): RuleLevel {
  const level = LEVELS.find((candidate) => candidate === value);
  if (level !== undefined) return level;
  throw notKnown(`--set ${text}`, value, LEVELS, `A rule is set to ${LEVELS.join(", ")}`);
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
