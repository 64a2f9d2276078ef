import { Clock } from "./clock.ts";
import { isLogRecord } from "./csv.ts";
import { CsvRecord, endOfCsvRecord } from "./csv-record.ts";
import type { Detected, LogFormat, Wrapping } from "./format.ts";
import { fitsSome, inferPrefix } from "./infer-prefix.ts";
import { isWrapped, JsonUnwrapper } from "./unwrap-json.ts";
import { isSyslog, SyslogUnwrapper } from "./unwrap-syslog.ts";

const MOST_LINES = 400;
/** In front of the lines that the unwrapping of syslog gives. */
const SYSLOG_PREFIX = "%m [%p] ";
/** To tell the format, any will do. */
const SOME_YEAR = new Date("2000-12-31");

/**
 * The format of a log from its first piece, and for stderr the log_line_prefix. `wanted` and `prefix` come from the user;
 * what is not given is told from the lines. Null when they say nothing: this is no log of PostgreSQL.
 */
export function detect(sample: Buffer, wanted: "auto" | "stderr" | "csv" | "json" | "syslog", prefix: string | null): Detected | null {
  const lines = linesOf(sample);
  const kind = wanted === "auto" ? kindOf(sample, lines) : wanted === "json" && wrapped(lines) ? "wrapped" : wanted;
  if (kind === "csv" || kind === "json") return { format: { is: kind }, wrapping: null };
  if (kind === "stderr") return stderr(prefixOf(lines, prefix), null);
  const wrapping = kind === "syslog" ? "syslog" : "json";
  const unwrapper = wrapping === "syslog" ? new SyslogUnwrapper(SOME_YEAR) : new JsonUnwrapper();
  const inner = linesOf(unwrapper.read(sample, true).text);
  return stderr(prefixOf(inner, prefix !== null && kind === "syslog" ? SYSLOG_PREFIX + prefix : prefix), wrapping);
}

/** What the user gave, unless no line begins like that. */
function prefixOf(lines: readonly Buffer[], given: string | null): string | null {
  return given !== null && fitsSome(given, lines) ? given : (inferPrefix(lines) ?? given);
}

function stderr(prefix: string | null, wrapping: Wrapping | null): Detected | null {
  return prefix === null ? null : { format: { is: "stderr", prefix } satisfies LogFormat, wrapping };
}

function kindOf(sample: Buffer, lines: readonly Buffer[]): "stderr" | "csv" | "json" | "syslog" | "wrapped" {
  if (mostly(lines, (line) => line[0] === 123)) return wrapped(lines) ? "wrapped" : "json";
  if (beginsAsCsv(sample)) return "csv";
  return mostly(lines, isSyslog) ? "syslog" : "stderr";
}

function wrapped(lines: readonly Buffer[]): boolean {
  return mostly(lines, isWrapped);
}

/** Some of the first lines can be of something else: the start script writes to the same place. */
function mostly(lines: readonly Buffer[], is: (line: Buffer) => boolean): boolean {
  return lines.filter(is).length * 2 > lines.length;
}

function beginsAsCsv(sample: Buffer): boolean {
  const record = new CsvRecord();
  const clock = new Clock();
  let at = 0;
  let good = 0;
  for (let count = 0; count < 20 && at < sample.length; count += 1) {
    const end = endOfCsvRecord(record, sample, at, true);
    if (isLogRecord(record) && clock.read(sample, record.from[0] as number, record.to[0] as number) > 0) good += 1;
    at = end;
  }
  return good > 0;
}

function linesOf(sample: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < sample.length && lines.length < MOST_LINES; ) {
    const newline = sample.indexOf(10, at);
    const end = newline < 0 ? sample.length : newline;
    // Continued lines say nothing about the format.
    if (end > at && sample[at] !== 9) lines.push(sample.subarray(at, end));
    at = end + 1;
  }
  return lines;
}
