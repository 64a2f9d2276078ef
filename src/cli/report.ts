import { audit } from "../audit.ts";
import type { Report } from "../contract/report.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { Fixes } from "../engine/finding.ts";
import type { Acceptance } from "../engine/suppressions.ts";
import { acceptanceOf } from "./acceptance.ts";
import type { SelectionOptions } from "./options/selection.ts";
import type { Surroundings } from "./program.ts";
import { type ReadOptions, readSource } from "./read-source.ts";
import { chooseRules } from "./rule-choice.ts";
import { rulesOf } from "./rules.ts";
import { scopeOf } from "./scope.ts";
import { VERSION } from "./version.ts";

export type ReportOptions = ReadOptions & SelectionOptions;

/** From a source to a report, as the configuration and the options say. */
export async function makeReport(
  sources: readonly string[],
  options: ReportOptions,
  surroundings: Surroundings,
  fixes: Fixes = "at once",
  before: Pick<Acceptance, "baseline" | "earlier"> = { baseline: null, earlier: null },
): Promise<Report> {
  const { config } = surroundings;
  const all = await rulesOf(config);
  const { rules, settings } = chooseRules(all, options, config);
  const snapshot = await readSource(sources, options, surroundings, { stats: rules.some(readsStats) });
  surroundings.progress.say(`looking with ${rules.length} rules`);
  return audit(snapshot, {
    rules,
    settings,
    scope: scopeOf(options, config),
    acceptance: acceptanceOf(all, config, before, new Date()),
    toolVersion: VERSION,
    clock: () => performance.now(),
    fixes,
  });
}

function readsStats(rule: AnyRule): boolean {
  return [...rule.needs, ...(rule.uses ?? [])].includes("stats");
}
