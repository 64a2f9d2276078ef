import { audit } from "../audit.ts";
import type { Report } from "../contract/report.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { Fixes } from "../engine/finding.ts";
import type { SelectionOptions } from "./options/selection.ts";
import type { Surroundings } from "./program.ts";
import { type ReadOptions, readSource } from "./read-source.ts";
import { chooseRules } from "./rule-choice.ts";
import { scopeOf } from "./scope.ts";
import { VERSION } from "./version.ts";

/** From a source to a report, as the options say. */
export async function makeReport(
  sources: readonly string[],
  options: ReadOptions & SelectionOptions,
  surroundings: Surroundings,
  fixes: Fixes = "at once",
): Promise<Report> {
  const { default: all } = await import("../../rules/index.ts");
  const { rules, settings } = chooseRules(all, options);
  const snapshot = await readSource(sources, options, surroundings, { stats: rules.some(readsStats) });
  surroundings.progress.say(`looking with ${rules.length} rules`);
  return audit(snapshot, { rules, settings, scope: scopeOf(options), toolVersion: VERSION, clock: () => performance.now(), fixes });
}

function readsStats(rule: AnyRule): boolean {
  return [...rule.needs, ...(rule.uses ?? [])].includes("stats");
}
