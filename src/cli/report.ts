import { audit } from "../audit.ts";
import type { Report } from "../contract/report.ts";
import type { AnyRule, Input } from "../contract/rule.ts";
import type { Fixes } from "../engine/finding.ts";
import type { Acceptance } from "../engine/suppressions.ts";
import type { SnapshotData } from "../model/snapshot.ts";
import { acceptanceOf } from "./acceptance.ts";
import { UsageError } from "./failure.ts";
import { adviceFor, linkSource } from "./link-source.ts";
import type { SelectionOptions } from "./options/selection.ts";
import type { AdviceOptions } from "./options/workload.ts";
import type { Surroundings } from "./program.ts";
import { type ReadOptions, readSource } from "./read-source.ts";
import { chooseRules } from "./rule-choice.ts";
import { rulesOf } from "./rules.ts";
import { scopeOf } from "./scope.ts";
import { VERSION } from "./version.ts";

export type ReportOptions = ReadOptions & AdviceOptions & SelectionOptions;

/** A report, the snapshot that it was made from, and the same look at another one. */
export interface Look {
  readonly report: Report;
  readonly snapshot: SnapshotData;
  readonly again: (snapshot: SnapshotData) => Promise<Report>;
}

/** From a source to a report, as the configuration and the options say. */
export async function makeReport(...parameters: Parameters<typeof look>): Promise<Report> {
  return (await look(...parameters)).report;
}

export async function look(
  sources: readonly string[],
  options: ReportOptions,
  surroundings: Surroundings,
  fixes: Fixes = "at once",
  before: Pick<Acceptance, "baseline" | "earlier"> = { baseline: null, earlier: null },
): Promise<Look> {
  const { config } = surroundings;
  const choosing = rulesOf(config).then((all) => ({ all, ...chooseRules(all, options, config) }));
  const snapshot = await readBeside(choosing, sources, options, surroundings);
  const { all, rules, settings } = await choosing;
  const advised = reads(rules, "advice");
  const linked = await linkSource(snapshot, config);
  const asks = advised && linked.workload !== null;
  if (!asks) refuseForNothing(options, advised);
  else surroundings.progress.say(`asking the planner of ${options.whatIf === undefined ? "a copy" : "the server"} for indexes`);
  const advice = asks ? await adviceFor(linked, options, sources, surroundings) : null;
  surroundings.progress.say(`looking with ${rules.length} rules`);
  const choice = {
    rules,
    settings,
    scope: scopeOf(options, config),
    acceptance: acceptanceOf(all, config, before, new Date()),
    toolVersion: VERSION,
    clock: () => performance.now(),
    fixes,
    advice,
  };
  return { report: audit(linked, choice), snapshot, again: async (other) => audit(await linkSource(other, config), choice) };
}

/** The source is read while the rules are loaded. What is wrong with the choice of rules is said first. */
async function readBeside(
  choosing: Promise<{ readonly rules: readonly AnyRule[] }>,
  sources: readonly string[],
  options: ReportOptions,
  surroundings: Surroundings,
): Promise<SnapshotData> {
  const refused = new AbortController();
  const wanted = choosing.then(({ rules }) => {
    const advised = reads(rules, "advice");
    return { stats: advised || reads(rules, "stats"), workload: advised || reads(rules, "workload") };
  });
  const signal = AbortSignal.any([surroundings.signal, refused.signal]);
  const reading = readSource(sources, options, { ...surroundings, signal }, wanted);
  // Each is awaited in its turn, or by nobody.
  for (const promise of [wanted, reading]) promise.catch(() => {});
  choosing.catch(() => refused.abort());
  await choosing;
  return await reading;
}

function reads(rules: readonly AnyRule[], input: Input): boolean {
  return rules.some((rule) => [...rule.needs, ...(rule.uses ?? [])].includes(input));
}

/** What is asked for and not done would look as if it had been. */
function refuseForNothing({ statistics, whatIf }: AdviceOptions, advised: boolean): void {
  const what = statistics !== undefined ? `--statistics ${statistics}` : whatIf !== undefined ? `--what-if ${whatIf}` : null;
  if (what === null) return;
  throw new UsageError({
    what,
    why: advised ? "there are no statements to plan" : "none of the rules that run asks for advice on indexes",
    next: advised ? "Name the server's logs with --logs" : "Leave it out, or run missing-index-for-workload",
  });
}
