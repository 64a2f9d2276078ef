import type { Report } from "../contract/report.ts";
import { UsageError } from "./failure.ts";
import type { Io } from "./io.ts";
import { noteLine } from "./notes.ts";
import type { FormatChoice, OutputOptions, TerminalOptions } from "./options/output.ts";
import { sourcesAgain } from "./source-kind.ts";
import { layoutOf } from "./terminal/layout.ts";
import { writeAll } from "./terminal/write.ts";
import { writeFileWhole } from "./terminal/write-file.ts";

/** A terminal full is read; a thousand findings are not. */
const TEXT_FINDINGS = 100;
const TEXT_PER_RULE = 20;

/** Where each format goes: `-o` takes the one that names no file of its own. */
export function outputsOf({ format = [{ format: "text", file: null }], outputFile }: OutputOptions): FormatChoice[] {
  const unnamed = format.filter(({ file }) => file === null);
  if (unnamed.length > 1) {
    throw new UsageError({
      what: `${unnamed.length} formats`,
      why: "they would be mixed on standard output",
      next: "Give all but one a file: --format text --format json=report.json",
    });
  }
  if (outputFile !== undefined && unnamed.length === 0) {
    throw new UsageError({ what: `-o ${outputFile}`, why: "every format has a file already", next: "Leave one of the two out" });
  }
  return format.map((choice) => ({ ...choice, file: choice.file ?? outputFile ?? null }));
}

export async function writeReport(
  report: Report,
  { format, file }: FormatChoice,
  sources: readonly string[],
  options: OutputOptions & TerminalOptions,
  io: Io,
): Promise<void> {
  const chunks =
    format === "json"
      ? await jsonChunks(report, options)
      : await textChunks(report, file === null ? io.stdout : null, sources, options, io);
  if (file === null) return writeAll(io.stdout, chunks);
  await writeFileWhole(file, chunks);
  if (options.quiet !== true) io.stderr.write(noteLine(`wrote ${file}: ${report.findings.length} findings`));
}

async function jsonChunks(report: Report, options: OutputOptions): Promise<Iterable<string>> {
  const { json } = await import("../reporters/json/json.ts");
  const findings = options.maxFindings === undefined || options.maxFindings === 0 ? null : options.maxFindings;
  return json.render(report, { limits: { minSeverity: options.minSeverity, findings, perRule: null } });
}

async function textChunks(
  report: Report,
  stream: Io["stdout"] | null,
  sources: readonly string[],
  options: OutputOptions & TerminalOptions,
  io: Io,
): Promise<Iterable<string>> {
  const { text } = await import("../reporters/text/text.ts");
  const limits =
    options.maxFindings === undefined
      ? { findings: TEXT_FINDINGS, perRule: TEXT_PER_RULE }
      : { findings: options.maxFindings === 0 ? null : options.maxFindings, perRule: null };
  return text.render(report, {
    ...layoutOf(stream, options, io.env),
    again: sourcesAgain(sources),
    limits: { minSeverity: options.minSeverity, ...limits },
  });
}
