import { audit, type LinkedSnapshot, linkSnapshot } from "../audit.ts";
import type { Report } from "../contract/report.ts";
import type { AnyRule, Input } from "../contract/rule.ts";
import type { Fixes } from "../engine/finding.ts";
import type { Acceptance } from "../engine/suppressions.ts";
import type { SnapshotData } from "../model/snapshot.ts";
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
  const wanted = { stats: reads(rules, "stats"), workload: reads(rules, "workload") || reads(rules, "advice") };
  const linked = await linkSource(await readSource(sources, options, surroundings, wanted));
  surroundings.progress.say(`looking with ${rules.length} rules`);
  return audit(linked, {
    rules,
    settings,
    scope: scopeOf(options, config),
    acceptance: acceptanceOf(all, config, before, new Date()),
    toolVersion: VERSION,
    clock: () => performance.now(),
    fixes,
  });
}

function reads(rules: readonly AnyRule[], input: Input): boolean {
  return rules.some((rule) => [...rule.needs, ...(rule.uses ?? [])].includes(input));
}

/** The grammar is loaded when there are statements to join with the catalog. */
export async function linkSource(snapshot: SnapshotData): Promise<LinkedSnapshot> {
  if (snapshot.workload === null) return linkSnapshot(snapshot);
  const { loadGrammar } = await import("../sources/sql-reader.ts");
  return linkSnapshot(snapshot, (await loadGrammar()).parse);
}
