import { basename, dirname } from "node:path";
import { detect } from "../../workload/log/detect.ts";
import type { Detected } from "../../workload/log/format.ts";
import { LogReader } from "../../workload/log/log-reader.ts";
import { findLogs } from "./log-files.ts";
import { logsIn, type OpenLog } from "./open-logs.ts";
import { resumed } from "./text-source.ts";

export interface ChosenLog extends OpenLog {
  readonly detected: Detected;
  /** When it begins, in milliseconds since 1970; NaN when it does not say. */
  readonly begins: number;
}

const SAMPLE_BYTES = 256 * 1024;
/** Nothing fits: every line will be counted as unknown. */
const NO_FORMAT: Detected = { format: { is: "stderr", prefix: "%m [%p] " }, wrapping: null };

/** The logs that were named, with their formats, oldest first. What is left out, and what was assumed, is in the notes. */
export async function chooseLogs(
  paths: readonly string[],
  wanted: "auto" | "stderr" | "csv" | "json" | "syslog",
  prefix: string | null,
): Promise<{ readonly logs: readonly ChosenLog[]; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  const chosen: ChosenLog[] = [];
  for (const file of findLogs(paths)) {
    for (const log of await logsIn(file)) {
      const look = await chosenLog(log, wanted, prefix);
      if (look !== null) {
        chosen.push(look);
        const { format } = look.detected;
        if (prefix !== null && look.detected !== NO_FORMAT && format.is === "stderr" && !format.prefix.endsWith(prefix)) {
          notes.push(`No line of ${log.name} begins as log_line_prefix = '${prefix}' says: it was read with '${format.prefix}'.`);
        }
      } else if (file.found) notes.push(`${log.name} is no log of PostgreSQL, and was not read.`);
      else {
        notes.push(`No line of ${log.name} looks like PostgreSQL's. Give the server's log_line_prefix.`);
        chosen.push({ ...log, detected: NO_FORMAT, begins: Number.NaN });
      }
    }
  }
  const once = chosen.filter((log) => !isTold(log, chosen, notes));
  return { logs: once.toSorted(byBegin), notes };
}

async function chosenLog(log: OpenLog, wanted: Parameters<typeof detect>[1], prefix: string | null): Promise<ChosenLog | null> {
  const source = await log.open();
  const first = await source.next(Buffer.alloc(0));
  const sample = first.bytes.subarray(0, SAMPLE_BYTES);
  const detected = first.bytes.length === 0 ? NO_FORMAT : detect(sample, wanted, prefix);
  if (detected === null && log.file.found) {
    await source.close();
    return null;
  }
  const begins = detected === null || detected.wrapping !== null ? Number.NaN : beginOf(sample, detected);
  // Standard input is read but once.
  if (log.file.path === null) return { ...log, open: async () => resumed(first, source), detected: detected ?? NO_FORMAT, begins };
  await source.close();
  return detected === null ? null : { ...log, detected, begins };
}

function beginOf(sample: Buffer, { format }: Detected): number {
  const { tape } = new LogReader(format, { key: 0, keepTags: new Set() }).read(sample, true).piece;
  for (let entry = 0; entry < tape.length; entry += 1) {
    const time = tape.numbers[entry * 2] as number;
    if (!Number.isNaN(time)) return time;
  }
  return Number.NaN;
}

/** Rotated files, whatever they are called. Those without a time keep their place behind the others. */
function byBegin(a: ChosenLog, b: ChosenLog): number {
  if (Number.isNaN(a.begins) || Number.isNaN(b.begins)) return Number(Number.isNaN(a.begins)) - Number(Number.isNaN(b.begins));
  return a.begins - b.begins || (a.name < b.name ? -1 : 1);
}

const RICHEST = ["csv", "json", "stderr"];

/** A server can write the same log in several formats side by side: of those in one folder, one is read. */
function isTold(log: ChosenLog, all: readonly ChosenLog[], notes: string[]): boolean {
  if (!log.file.found) return false;
  const twin = all.find(
    (it) => it.file.found && nameOf(it) === nameOf(log) && RICHEST.indexOf(it.detected.format.is) < RICHEST.indexOf(log.detected.format.is),
  );
  if (twin === undefined) return false;
  notes.push(`${log.name} was not read: ${twin.name} tells the same.`);
  return true;
}

function nameOf({ file }: ChosenLog): string {
  return `${dirname(file.path ?? "")}/${basename(file.path ?? "").replace(/\.(?:log|csv|json)(?=\.|$)/, "")}`;
}
