import type { Report } from "../../contract/report.ts";
import { PgassayError } from "../../model/failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { gate } from "../gate.ts";
import { noteLine } from "../notes.ts";
import type { GateOptions } from "../options/gate.ts";
import type { InputOptions } from "../options/input.ts";
import type { FormatChoice, OutputOptions, TerminalOptions } from "../options/output.ts";
import type { SampleOptions } from "../options/sample.ts";
import type { SelectionOptions } from "../options/selection.ts";
import type { Surroundings } from "../program.ts";
import { makeReport } from "../report.ts";
import { outputsOf, writeReport } from "../report-output.ts";

export type AuditOptions = InputOptions & SampleOptions & SelectionOptions & OutputOptions & GateOptions & TerminalOptions;

export async function auditCommand(sources: readonly string[], options: AuditOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { io, progress } = surroundings;
  const outputs = outputsOf(options);
  const report = await makeReport(sources, options, surroundings, showsFew(outputs) ? "on demand" : "at once");
  refuseNothing(report);
  progress.done();
  for (const output of outputs) await writeReport(report, output, sources, options, io);
  if (options.stats === true) await (await import("../stats.ts")).writeStats(report, io.stderr);
  const { code, because } = gate(report, options);
  if (because !== null && (code === EXIT.failed || options.quiet !== true)) io.stderr.write(noteLine(because));
  return code;
}

/** Text shows a fix's first lines, and of many findings only the first ones. */
function showsFew(outputs: readonly FormatChoice[]): boolean {
  return outputs.every(({ format }) => format === "text");
}

/** Clean must never mean that nothing was seen. */
function refuseNothing(report: Report): void {
  const { tables } = report.counted;
  if (tables > report.excluded.length) return;
  throw new PgassayError({
    what: `nothing to audit in ${report.source.name}`,
    why: tables === 0 ? "no table was read from it" : `all of its ${tables} tables were left out by name`,
    next: tables === 0 ? "pgassay doctor says what was skipped" : "Look at --schema, --table and their --exclude- forms",
  });
}
