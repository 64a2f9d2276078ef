import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import path from "node:path";
import type { Config } from "../config/schema.ts";
import type { Report } from "../contract/report.ts";
import type { ConfigOptions } from "./config/configured.ts";
import { UsageError } from "./failure.ts";
import type { Io } from "./io.ts";
import { noteLine } from "./notes.ts";
import type { FormatChoice, OutputOptions, TerminalOptions } from "./options/output.ts";
import { render } from "./render.ts";
import { writeAll } from "./terminal/write.ts";
import { writeFileWhole } from "./terminal/write-file.ts";

/** Where each format goes: `-o` takes the one that names no file of its own, and the runner has a file for summaries. */
export function outputsOf(
  { format = [{ format: "text", file: null }], outputFile }: Pick<OutputOptions, "format" | "outputFile">,
  env: Io["env"],
): FormatChoice[] {
  const choices = format.map((choice) => (isSummary(choice) && outputFile === undefined ? { ...choice, file: summaryFile(env) } : choice));
  const unnamed = choices.filter(({ file }) => file === null);
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
  const outputs = choices.map((choice) => ({ ...choice, file: choice.file ?? outputFile ?? null }));
  const files = outputs.flatMap(({ file }) => (file === null ? [] : [path.resolve(file)]));
  const twice = files.find((file, at) => files.indexOf(file) !== at);
  if (twice !== undefined) {
    throw new UsageError({
      what: "2 formats",
      why: `one would overwrite the other in ${path.basename(twice)}`,
      next: "Give each a file of its own",
    });
  }
  return outputs;
}

function isSummary({ format, file }: FormatChoice): boolean {
  return format === "github-summary" && file === null;
}

function summaryFile({ GITHUB_STEP_SUMMARY: file = "" }: Io["env"]): string {
  if (file !== "") return file;
  throw new UsageError({
    what: "--format github-summary",
    why: "GITHUB_STEP_SUMMARY is not set: this is no step of GitHub Actions",
    next: "Give it a file: --format github-summary=summary.md",
  });
}

export async function writeReport(
  report: Report,
  { format, file }: FormatChoice,
  sources: readonly string[],
  options: OutputOptions & TerminalOptions & ConfigOptions,
  io: Io,
  config: Config,
): Promise<void> {
  const chunks = await render(format, { report, options, sources, io, config, onStdout: file === null });
  if (file === null) return io.env.GITHUB_ACTIONS === "true" ? writeToRunner(format, chunks, io) : writeAll(io.stdout, chunks);
  if (format === "github-summary" && file === io.env.GITHUB_STEP_SUMMARY) {
    // Other commands of the step write there too.
    await appendFile(file, [...chunks].join(""));
  } else {
    await writeFileWhole(file, chunks);
  }
  if (options.quiet !== true) io.stderr.write(noteLine(`wrote ${file}: ${report.findings.length} findings`));
}

/** Another line in any other format would break it for the program that reads it. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(["text", "compact", "markdown", "github-summary"]);

/** GitHub's runner obeys lines that look like commands, on both streams: a name in a report must not be one. */
async function writeToRunner(format: string, chunks: Iterable<string>, { stdout, stderr }: Io): Promise<void> {
  if (format === "github") return writeAll(stdout, chunks);
  const { withoutCommands } = await import("../reporters/github/command.ts");
  if (FOR_PEOPLE.has(format)) return writeAll(stdout, withoutCommands(chunks, randomUUID()));
  const [stop = "", resume = ""] = withoutCommands([], randomUUID());
  await writeAll(stderr, [stop]);
  await writeAll(stdout, chunks);
  await writeAll(stderr, [resume]);
}
