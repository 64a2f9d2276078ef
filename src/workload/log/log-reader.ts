import { Clock } from "./clock.ts";
import { CsvReader } from "./csv.ts";
import type { LogFormat } from "./format.ts";
import { JsonReader } from "./json.ts";
import { Prefix } from "./prefix.ts";
import type { PieceData, RecordReader } from "./record-reader.ts";
import { Recorder, type RecorderOptions } from "./recorder.ts";
import { StderrReader } from "./stderr.ts";

/** Reads pieces of one log. Several can read one log side by side, each with pieces of its own. */
export class LogReader {
  readonly #clock = new Clock();
  readonly #recorder: Recorder;
  readonly #reader: RecordReader;

  constructor(format: LogFormat, options: RecorderOptions) {
    this.#recorder = new Recorder(options);
    this.#reader = readerOf(format, this.#clock, this.#recorder);
  }

  /** `consumed`: the offset behind the last whole record. What is behind it is to come again, unless this is the `last`. */
  read(bytes: Buffer, last: boolean): { readonly piece: PieceData; readonly consumed: number } {
    const consumed = this.#reader.read(bytes, last);
    const piece = {
      tape: this.#recorder.take(),
      counts: { ...this.#reader.counts },
      foreign: this.#recorder.foreign,
      unknownZone: this.#clock.unknownZone,
    };
    Object.assign(this.#reader.counts, { lines: 0, records: 0, continued: 0, unknown: 0 });
    this.#recorder.foreign = 0;
    return { piece, consumed };
  }
}

function readerOf(format: LogFormat, clock: Clock, recorder: Recorder): RecordReader {
  if (format.is === "csv") return new CsvReader(clock, recorder);
  return format.is === "json" ? new JsonReader(clock, recorder) : new StderrReader(new Prefix(format.prefix, clock), recorder);
}
