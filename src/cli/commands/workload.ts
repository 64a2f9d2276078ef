import type { WorkloadData } from "../../model/workload.ts";
import { workloadJson } from "../../reporters/workload/json.ts";
import type { StatementLimits } from "../../reporters/workload/selection.ts";
import { workloadText } from "../../reporters/workload/text.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { UsageError } from "../failure.ts";
import { noteLine } from "../notes.ts";
import type { FormatChoice, TerminalOptions } from "../options/output.ts";
import type { LogOptions, StatementOptions, WorkloadOutputOptions } from "../options/workload.ts";
import type { Surroundings } from "../program.ts";
import { readWorkload } from "../read-workload.ts";
import { outputsOf } from "../report-output.ts";
import { layoutOf } from "../terminal/layout.ts";
import { writeAll } from "../terminal/write.ts";
import { writeFileWhole } from "../terminal/write-file.ts";
import { VERSION } from "../version.ts";

export type WorkloadCommandOptions = LogOptions & StatementOptions & WorkloadOutputOptions & TerminalOptions;
export type MergeOptions = Pick<WorkloadOutputOptions, "outputFile"> & TerminalOptions;
type Around = Pick<Surroundings, "io" | "signal" | "progress">;

/** Statements tell much: a file is for its owner alone. */
const MODE = 0o600;
const TEXT_STATEMENTS = 20;

/** What log files, workload files and exports say that a database was asked. */
export async function workloadCommand(files: readonly string[], options: WorkloadCommandOptions, around: Around): Promise<ExitCode> {
  const { io, progress } = around;
  if (files.length === 0) {
    throw new UsageError({
      what: "no file",
      why: "pgassay workload reads the logs of a server",
      next: "Name them, or - for standard input: pgassay workload postgresql.log",
    });
  }
  const outputs = outputsOf({ ...options, format: options.format ?? [formatOf(options.outputFile)] }, io.env);
  const workload = await readWorkload(files, options, around, { needsStatements: false });
  progress.done();
  for (const output of outputs) await write(workload, output, options, io);
  return EXIT.clean;
}

/** Sums workload files into one. */
export async function mergeCommand(files: readonly string[], options: MergeOptions, around: Around): Promise<ExitCode> {
  const { io, progress } = around;
  const workload = await readWorkload(files, { logFormat: "auto" }, around, { needsStatements: false });
  progress.done();
  await write(workload, { format: "json", file: options.outputFile ?? null }, { ...options, ...EVERYTHING }, io);
  return EXIT.clean;
}

const EVERYTHING = { sort: "time", minCalls: 0, minTime: 0 } as const;

/** A file that is called `.json` is meant to be read again. */
function formatOf(file: string | undefined): FormatChoice {
  return { format: file !== undefined && /\.json$/i.test(file) ? "json" : "text", file: null };
}

async function write(
  workload: WorkloadData,
  { format, file }: FormatChoice,
  options: StatementOptions & TerminalOptions,
  io: Surroundings["io"],
): Promise<void> {
  const limits = limitsOf(options, format === "json" ? null : TEXT_STATEMENTS);
  const chunks =
    format === "json"
      ? workloadJson(workload, limits, VERSION)
      : workloadText(workload, { ...layoutOf(file === null ? io.stdout : null, options, io.env), limits, toolVersion: VERSION });
  if (file === null) return writeAll(io.stdout, chunks);
  await writeFileWhole(file, chunks, MODE);
  if (options.quiet !== true) io.stderr.write(noteLine(`wrote ${file}: ${workload.statements.length} statements`));
}

function limitsOf({ sort, minCalls, minTime, top }: StatementOptions, most: number | null): StatementLimits {
  return { sort, minCalls, minMs: minTime, top: top === undefined ? most : top === 0 ? null : top };
}
