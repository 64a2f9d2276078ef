import type { WorkloadData } from "../../../src/model/workload.ts";
import { loadGrammar } from "../../../src/sources/sql-reader.ts";
import { Accumulator, type Shapes } from "../../../src/workload/log/accumulator.ts";
import { detect } from "../../../src/workload/log/detect.ts";
import type { LogFormat } from "../../../src/workload/log/format.ts";
import { LogReader } from "../../../src/workload/log/log-reader.ts";
import type { LineCount } from "../../../src/workload/log/record-reader.ts";
import { JsonUnwrapper } from "../../../src/workload/log/unwrap-json.ts";
import { SyslogUnwrapper } from "../../../src/workload/log/unwrap-syslog.ts";

export const grammar = await loadGrammar();

export interface TextRead {
  readonly workload: WorkloadData;
  readonly counts: LineCount;
  /** Executions of pgassay's own statements. */
  readonly own: number;
  readonly format: LogFormat;
}

export interface TextOptions {
  readonly format?: "auto" | "stderr" | "csv" | "json" | "syslog";
  readonly prefix?: string;
  readonly keepTags?: readonly string[];
  /** Lengths of the pieces that the text comes in; the last one repeats. */
  readonly pieces?: readonly number[];
}

/** A log that is in memory, read as `readLogs` reads one from a file. */
export function readText(text: string | Buffer, { format = "auto", prefix, keepTags = [], pieces = [] }: TextOptions = {}): TextRead {
  const bytes = Buffer.from(text as string);
  const detected = detect(bytes, format, prefix ?? null);
  if (detected === null) throw new Error("no format fits");
  const plain =
    detected.wrapping === null
      ? bytes
      : (detected.wrapping === "syslog" ? new SyslogUnwrapper(new Date("2026-04-01")) : new JsonUnwrapper()).read(bytes, true).text;
  return { ...readAs(plain, detected.format, keepTags, pieces), format: detected.format };
}

export function readAs(
  bytes: Buffer,
  format: LogFormat,
  keepTags: readonly string[] = [],
  pieces: readonly number[] = [],
): Omit<TextRead, "format"> {
  const reader = new LogReader(format, { key: 7, keepTags: new Set(keepTags) });
  const accumulator = new Accumulator(grammar);
  const shapes: Shapes = [];
  let carry = Buffer.alloc(0);
  let at = 0;
  for (let turn = 0; at < bytes.length || turn === 0; turn += 1) {
    const length = pieces[Math.min(turn, pieces.length - 1)] ?? bytes.length;
    const piece = Buffer.concat([carry, bytes.subarray(at, at + length)]);
    at += length;
    const read = reader.read(piece, at >= bytes.length);
    accumulator.add(read.piece, shapes);
    carry = piece.subarray(read.consumed);
  }
  return {
    workload: accumulator.data(["text"], bytes.length, "2026-01-01T00:00:00.000Z"),
    counts: accumulator.counts,
    own: accumulator.own,
  };
}

/** Calls by statement, the way most tests want to see them. */
export function callsOf({ workload }: Pick<TextRead, "workload">): Record<string, number> {
  return Object.fromEntries(workload.statements.map(({ sql, calls }) => [sql, calls]));
}
