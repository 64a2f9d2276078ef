import { isInPreset } from "../config/presets.ts";
import { type AnyRule, CATEGORIES, SEVERITIES, type Severity } from "../contract/rule.ts";
import type { RuleSetting } from "../engine/run.ts";
import { nearest } from "./did-you-mean.ts";
import { UsageError } from "./failure.ts";
import type { SelectionOptions } from "./options/selection.ts";

export interface RuleChoice {
  readonly rules: readonly AnyRule[];
  readonly settings: ReadonlyMap<string, RuleSetting>;
}

/** Which rules run, and how they are set. Rules outside the preset run when they are named or set. */
export function chooseRules(all: readonly AnyRule[], options: SelectionOptions): RuleChoice {
  const named = options.rules?.map((id) => ruleCalled(all, id));
  const skipped = new Set((options.skipRules ?? []).map((id) => ruleCalled(all, id)));
  const categories = options.category?.map(categoryCalled);
  const settings = settingsOf(all, options.set ?? []);
  const rules = all.filter(
    (rule) =>
      (named === undefined ? isInPreset(options.preset, rule) || settings.has(rule.id) : named.includes(rule)) &&
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

export function ruleCalled(all: readonly AnyRule[], id: string): AnyRule {
  const rule = all.find((candidate) => candidate.id === id || candidate.aliases?.includes(id));
  if (rule !== undefined) return rule;
  throw unknown(
    `no rule is called ${id}`,
    id,
    all.map((known) => known.id),
    "See pgassay rules",
  );
}

function categoryCalled(name: string): string {
  if ((CATEGORIES as readonly string[]).includes(name)) return name;
  throw unknown(`no category is called ${name}`, name, CATEGORIES, `The categories are ${CATEGORIES.join(", ")}`);
}

/** `rules.<id>=off|info|warning|error` and `rules.<id>.<option>=<JSON or text>`. */
function settingsOf(all: readonly AnyRule[], texts: readonly string[]): Map<string, RuleSetting> {
  const settings = new Map<string, { severity?: Severity | "off"; options: Record<string, unknown> }>();
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
    const setting = settings.get(rule.id) ?? { options: {} };
    if (option === undefined) setting.severity = severityOf(text, value);
    else setting.options[option] = parsed(value);
    settings.set(rule.id, setting);
  }
  for (const [id, setting] of settings) checkOptions(ruleCalled(all, id), setting.options);
  return settings;
}

function severityOf(text: string, value: string): Severity | "off" {
  const known = [...SEVERITIES, "off"] as const;
  const severity = known.find((candidate) => candidate === value);
  if (severity !== undefined) return severity;
  throw unknown(`--set ${text}`, value, known, `A rule is set to ${known.join(", ")}`);
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Zod leaves unknown keys out in silence; a mistyped option is a mistake to be told of. */
function checkOptions(rule: AnyRule, options: Record<string, unknown>): void {
  const known = Object.keys(rule.options.parse({}) as object);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const next = known.length === 0 ? "The rule has no options" : `Its options are ${known.join(", ")}`;
    throw unknown(`the rule ${rule.id} has no option ${name}`, name, known, next);
  }
  const result = rule.options.safeParse(options);
  if (result.success) return;
  const [issue] = result.error.issues;
  const option = issue?.path.join(".");
  throw new UsageError({
    what: `--set rules.${rule.id}.${option}`,
    why: issue?.message ?? "the value does not fit",
    next: `pgassay explain ${rule.id} lists the options`,
  });
}

function unknown(what: string, word: string, known: readonly string[], next: string): UsageError {
  const meant = nearest(word, known);
  return new UsageError({ what, why: meant === null ? "it is not known" : `did you mean ${meant}?`, next });
}
