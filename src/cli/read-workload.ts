import { PgassayError } from "../model/failure.ts";
import type { SnapshotData } from "../model/snapshot.ts";
import type { WorkloadData } from "../model/workload.ts";
import { count, grouped } from "../reporters/words.ts";
import { noteLine } from "./notes.ts";
import type { TerminalOptions } from "./options/output.ts";
import type { LogOptions, StatementOptions, WorkloadOptions } from "./options/workload.ts";
import type { Surroundings } from "./program.ts";

export type ReadWorkloadOptions = LogOptions & Pick<StatementOptions, "keepTags"> & Pick<TerminalOptions, "quiet">;

/** Log files, workload files and exports of pg_stat_statements as one workload. Throws `PgassayError` when no statement is in any of them. */
export async function readWorkload(
  paths: readonly string[],
  options: ReadWorkloadOptions,
  { io, signal, progress }: Pick<Surroundings, "io" | "signal" | "progress">,
): Promise<WorkloadData> {
  const [{ inputKind, readInput }, { together }] = await Promise.all([
    import("../sources/workload-input.ts"),
    import("../workload/together.ts"),
  ]);
  progress.say(`reading ${paths.join(", ")}`);
  const inputs = await Promise.all(paths.map(async (path) => ({ path, kind: await inputKind(path) })));
  const logs = inputs.filter(({ kind }) => kind === "log").map(({ path }) => path);
  const reads = logs.length === 0 ? [] : [await readLogs(logs, options, signal)];
  for (const { path, kind } of inputs) {
    signal.throwIfAborted();
    if (kind !== "log") reads.push(await readInput(path, kind));
  }
  progress.done();
  const notes = reads.flatMap((read) => read.notes);
  const workload = together(reads.map((read) => read.workload));
  if (workload.statements.length === 0) throw nothingIn(paths, workload, notes);
  if (options.quiet !== true) for (const note of notes) io.stderr.write(noteLine(note));
  return workload;
}

/** A snapshot, with what `--logs` and `--workload` name beside what it has. */
export async function withWorkload(
  snapshot: SnapshotData,
  options: ReadWorkloadOptions & Pick<WorkloadOptions, "logs" | "workload">,
  around: Pick<Surroundings, "io" | "signal" | "progress">,
): Promise<SnapshotData> {
  const { logs = [], workload = [] } = options;
  const { log_line_prefix: prefix } = snapshot.server.settings;
  const known = options.logLinePrefix !== undefined || prefix === undefined ? options : { ...options, logLinePrefix: prefix };
  const read = await readWorkload([...logs, ...workload], known, around);
  const { together } = await import("../workload/together.ts");
  return { ...snapshot, workload: snapshot.workload === null ? read : together([snapshot.workload, read]) };
}

async function readLogs(paths: readonly string[], options: ReadWorkloadOptions, signal: AbortSignal) {
  const { readLogs: read } = await import("../sources/logs/read-logs.ts");
  const { logFormat, logLinePrefix, jobs, keepTags } = options;
  return read(paths, {
    format: logFormat,
    ...(logLinePrefix === undefined ? {} : { prefix: logLinePrefix }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(keepTags === undefined ? {} : { keepTags }),
    signal,
  });
}

/** Clean must never mean that nothing was seen. */
function nothingIn(paths: readonly string[], { coverage: { lines, unknownLines } }: WorkloadData, notes: readonly string[]): PgassayError {
  const what = `no statement in ${paths.join(", ")}`;
  const read = `${count(lines, "line")} read`;
  if (unknownLines > lines / 2) {
    const next = "Give the server's log_line_prefix with --log-line-prefix, or the format with --log-format";
    return new PgassayError({ what, why: `${read}, ${grouped(unknownLines)} of no known form`, next });
  }
  const next = "Let the server log statements: log_min_duration_statement = 0 has them with their times, log_statement = 'all' without";
  return new PgassayError({ what, why: [`${read}.`, ...notes].join(" "), next });
}
