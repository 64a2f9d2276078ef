import type { Report } from "../../contract/report.ts";
import type { BaselineEntry } from "../../engine/baseline.ts";
import { readBaseline, updateBaseline } from "../baseline.ts";
import type { ConfigOptions } from "../config/configured.ts";
import { checkFormats } from "../custom-reporter.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { UsageError } from "../failure.ts";
import { gate } from "../gate.ts";
import { noteLine } from "../notes.ts";
import type { BaselineOptions, GateOptions } from "../options/gate.ts";
import type { InputOptions } from "../options/input.ts";
import type { FormatChoice, OutputOptions, TerminalOptions } from "../options/output.ts";
import type { SampleOptions } from "../options/sample.ts";
import type { SelectionOptions } from "../options/selection.ts";
import type { Surroundings } from "../program.ts";
import { refuseNothing } from "../refuse-nothing.ts";
import { makeReport } from "../report.ts";
import { outputsOf, writeReport } from "../report-output.ts";
import { rulesOf } from "../rules.ts";
import { earlierOf } from "../since.ts";

export type AuditOptions = InputOptions &
  SampleOptions &
  SelectionOptions &
  OutputOptions &
  GateOptions &
  BaselineOptions &
  TerminalOptions &
  ConfigOptions;

export async function auditCommand(sources: readonly string[], options: AuditOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { io, progress, config } = surroundings;
  const outputs = outputsOf(options, io.env);
  checkFormats(outputs, config);
  const update = updateOf(options);
  const baseline = options.baseline === undefined ? null : readBaseline(options.baseline, update !== null);
  const earlier = await earlierOf(sources, options, surroundings);
  const report = await makeReport(sources, options, surroundings, showsFew(outputs) ? "on demand" : "at once", { baseline, earlier });
  refuseNothing(report);
  progress.done();
  if (update !== null) return keepBaseline(report, update, baseline ?? [], options, surroundings);
  for (const output of outputs) await writeReport(report, output, sources, options, io, config);
  if (options.stats === true) await (await import("../stats.ts")).writeStats(report, io.stderr);
  const { code, because } = gate(report, options);
  if (because !== null && (code === EXIT.failed || options.quiet !== true)) io.stderr.write(noteLine(because));
  return code;
}

interface Update {
  readonly file: string;
  readonly prune: boolean;
}

/** What is to be written, when anything is. */
function updateOf(options: AuditOptions): Update | null {
  if (options.updateBaseline !== true && options.pruneBaseline !== true) return null;
  const flag = options.updateBaseline === true ? "--update-baseline" : "--prune-baseline";
  const refuse = (why: string, next: string) => new UsageError({ what: flag, why, next });
  if (options.baseline === undefined) throw refuse("no baseline is named", "Add --baseline FILE, or the key baseline to the configuration");
  const narrowing = (["schema", "excludeSchema", "table", "excludeTable", "since", "onlyChanged"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (narrowing !== undefined)
    throw refuse("this run looks at a part only, and would forget the rest", "Leave out --schema, --table, --since and their like");
  return { file: options.baseline, prune: options.updateBaseline !== true };
}

async function keepBaseline(
  report: Report,
  { file, prune }: Update,
  before: readonly BaselineEntry[],
  options: AuditOptions,
  { io, config }: Surroundings,
): Promise<ExitCode> {
  const crashed = report.rules.find(({ status }) => status === "crashed");
  if (crashed !== undefined) {
    io.stderr.write(noteLine(`${file} stays as it is: the rule ${crashed.rule.id} crashed ${crashed.reason}`));
    return EXIT.failed;
  }
  const known = new Set((await rulesOf(config)).map((rule) => rule.id));
  const { added, removed, total } = await updateBaseline(file, before, report, known, prune);
  if (options.quiet !== true) io.stderr.write(noteLine(`wrote ${file}: ${added} added, ${removed} taken out, ${total} in all`));
  return EXIT.clean;
}

/** Text shows a fix's first lines, and of many findings only the first ones. */
function showsFew(outputs: readonly FormatChoice[]): boolean {
  return outputs.every(({ format }) => format === "text" || format === "compact");
}
