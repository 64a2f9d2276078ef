import { PgassayError } from "../model/failure.ts";
import type { SnapshotData } from "../model/snapshot.ts";
import type { WorkloadData } from "../model/workload.ts";
import { count, grouped } from "../reporters/words.ts";
import { noteLine } from "./notes.ts";
import type { TerminalOptions } from "./options/output.ts";
import type { LogOptions, StatementOptions, WorkloadOptions } from "./options/workload.ts";
import type { Surroundings } from "./program.ts";

export type ReadWorkloadOptions = LogOptions & Pick<StatementOptions, "keepTags"> & Pick<TerminalOptions, "quiet">;

/** Log files, workload files and exports of pg_stat_statements as one workload. Throws `PgassayError` when nothing is in any of them. */
export async function readWorkload(
  paths: readonly string[],
  options: ReadWorkloadOptions,
  { io, signal, progress }: Pick<Surroundings, "io" | "signal" | "progress">,
  { serverPrefix, needsStatements }: { readonly serverPrefix?: string | undefined; readonly needsStatements: boolean },
): Promise<WorkloadData> {
  const [{ inputKind, readInput }, { together }] = await Promise.all([
    import("../sources/workload-input.ts"),
    import("../workload/together.ts"),
  ]);
  progress.say(`reading ${paths.join(", ")}`);
  const inputs = await Promise.all(paths.map(async (path) => ({ path, kind: await inputKind(path) })));
  const logs = inputs.filter(({ kind }) => kind === "log").map(({ path }) => path);
  const reads = logs.length === 0 ? [] : [await readLogs(logs, options, signal, serverPrefix)];
  for (const { path, kind } of inputs) {
    signal.throwIfAborted();
    if (kind !== "log") reads.push(await readInput(path, kind));
  }
  progress.done();
  const notes = reads.flatMap((read) => read.notes);
  const workload = together(reads.map((read) => read.workload));
  const isEmpty = workload.statements.length === 0;
  if (isEmpty && (needsStatements || workload.events.length === 0)) throw nothingIn(paths, workload, notes);
  if (isEmpty && options.quiet !== true) io.stderr.write(noteLine(`no statement is in it. ${LOG_THEM}.`));
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
  const serverPrefix = snapshot.server.settings.log_line_prefix;
  // A log of events alone is a report of its own; beside a schema it would prove nothing.
  const read = await readWorkload([...logs, ...workload], options, around, { serverPrefix, needsStatements: true });
  const { together } = await import("../workload/together.ts");
  return { ...snapshot, workload: snapshot.workload === null ? read : together([snapshot.workload, read]) };
}

/** The prefix that the server has today is tried first; its log can be older than that, or another's. */
async function readLogs(paths: readonly string[], options: ReadWorkloadOptions, signal: AbortSignal, serverPrefix: string | undefined) {
  const { readLogs: read } = await import("../sources/logs/read-logs.ts");
  const { logFormat, logLinePrefix, jobs, keepTags } = options;
  const readWith = (prefix: string | undefined) =>
    read(paths, {
      format: logFormat,
      ...(prefix === undefined ? {} : { prefix }),
      ...(jobs === undefined ? {} : { jobs }),
      ...(keepTags === undefined ? {} : { keepTags }),
      signal,
    });
  if (logLinePrefix !== undefined || serverPrefix === undefined) return readWith(logLinePrefix);
  const first = await readWith(serverPrefix);
  return isMostlyUnknown(first.workload) ? readWith(undefined) : first;
}

function isMostlyUnknown({ coverage: { lines, unknownLines } }: WorkloadData): boolean {
  return unknownLines > lines / 2;
}

/** Clean must never mean that nothing was seen. */
function nothingIn(paths: readonly string[], workload: WorkloadData, notes: readonly string[]): PgassayError {
  const { lines, unknownLines } = workload.coverage;
  const what = `no statement in ${paths.join(", ")}`;
  const read = `${count(lines, "line")} read`;
  if (isMostlyUnknown(workload)) {
    const next = "Give the server's log_line_prefix with --log-line-prefix, or the format with --log-format";
    return new PgassayError({ what, why: `${read}, ${grouped(unknownLines)} of no known form`, next });
  }
  return new PgassayError({ what, why: [`${read}.`, ...notes].join(" "), next: LOG_THEM });
}

const LOG_THEM = "Let the server log statements: log_min_duration_statement = 0 has them with their times, log_statement = 'all' without";
