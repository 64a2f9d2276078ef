import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import type { WorkloadData } from "../../model/workload.ts";
import { Accumulator } from "../../workload/log/accumulator.ts";
import { JsonUnwrapper } from "../../workload/log/unwrap-json.ts";
import { SyslogUnwrapper } from "../../workload/log/unwrap-syslog.ts";
import type { Unwrapper } from "../../workload/log/unwrapper.ts";
import { loadGrammar } from "../sql-reader.ts";
import { type ChosenLog, chooseLogs } from "./choose-logs.ts";
import { feed, feedThreads } from "./feed.ts";
import { notesOf } from "./notes.ts";
import { type TextSource, unwrapped } from "./text-source.ts";

export interface ReadLogsOptions {
  readonly format: "auto" | "stderr" | "csv" | "json" | "syslog";
  /** log_line_prefix of the server; without it, it is told from the lines. */
  readonly prefix?: string | null;
  /** Threads that read; at most one per processor and four when it is not given. The result is the same. */
  readonly jobs?: number;
  /** Keys of sqlcommenter whose values are kept; all other comments are dropped. */
  readonly keepTags?: readonly string[];
  readonly signal: AbortSignal;
}

export interface LogsRead {
  readonly workload: WorkloadData;
  /** What the reader should know of: what was assumed, and what could not be read. Whole sentences. */
  readonly notes: readonly string[];
}

/** More threads wait for the one that puts their pieces together. */
const MOST_JOBS = 4;
/** Below this, a thread costs more than it saves. */
const WORTH_THREADS = 32_000_000;

/**
 * Reads logs of PostgreSQL: files, folders, globs, `-`, archives; rotated files in the order of their times. Rejects with
 * `PgassayError` when a file cannot be read.
 */
export async function readLogs(paths: readonly string[], options: ReadLogsOptions): Promise<LogsRead> {
  const { prefix = null, format, keepTags = [], signal } = options;
  const [{ logs, notes }, grammar] = await Promise.all([chooseLogs(paths, format, prefix), loadGrammar()]);
  const accumulator = new Accumulator(grammar);
  // One key for all that is read together: only then are equal constants equal.
  const key = randomInt(0, 2 ** 31);
  let bytes = 0;
  for (const log of logs) {
    const source = await log.open();
    try {
      const setup = { format: log.detected.format, key, keepTags };
      const { text, unwrapper } = plainText(source, log);
      const { lines } = accumulator.counts;
      const jobs = options.jobs ?? (log.size < WORTH_THREADS ? 1 : Math.min(availableParallelism(), MOST_JOBS));
      if (jobs > 1) await feedThreads(text, setup, jobs, accumulator, signal);
      else await feed(text, setup, accumulator, signal);
      bytes += source.bytes;
      if (unwrapper !== null) {
        // The lines of the file, not those that were unwrapped from it.
        accumulator.counts.lines = lines + unwrapper.lines;
        accumulator.counts.unknown += unwrapper.unknown;
      }
    } finally {
      await source.close();
    }
  }
  // For a log without times.
  const until = new Date(Math.max(0, ...logs.map(({ file }) => file.modified.getTime()))).toISOString();
  const names = logs.map(({ name }) => name);
  const workload = accumulator.data(names, bytes, until);
  return { workload, notes: [...notes, ...notesOf(accumulator, logs, workload)] };
}

function plainText(source: TextSource, { detected, file }: ChosenLog): { readonly text: TextSource; readonly unwrapper: Unwrapper | null } {
  if (detected.wrapping === null) return { text: source, unwrapper: null };
  const unwrapper = detected.wrapping === "syslog" ? new SyslogUnwrapper(file.modified) : new JsonUnwrapper();
  return { text: unwrapped(source, unwrapper), unwrapper };
}
