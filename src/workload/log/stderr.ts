import type { Prefix } from "./prefix.ts";
import { noLines, type RecordReader } from "./record-reader.ts";
import type { Recorder } from "./recorder.ts";
import { SEVERITY, SeverityWord } from "./severity.ts";

const NEWLINE = 10;
const TAB = 9;

/** The log as `log_destination = stderr` writes it: each line begins with log_line_prefix, and goes on behind a tab. */
export class StderrReader implements RecordReader {
  readonly counts = noLines();
  readonly #prefix: Prefix;
  readonly #recorder: Recorder;
  readonly #word = new SeverityWord();

  constructor(prefix: Prefix, recorder: Recorder) {
    this.#prefix = prefix;
    this.#recorder = recorder;
  }

  read(bytes: Buffer, last: boolean): number {
    const { counts } = this;
    let at = 0;
    while (at < bytes.length) {
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline < 0 && !last) break;
      let end = newline < 0 ? bytes.length : newline;
      const endOfFirst = end;
      let lines = 1;
      while (bytes[end + 1] === TAB) {
        const next = bytes.indexOf(NEWLINE, end + 1);
        if (next < 0 && !last) return at;
        end = next < 0 ? bytes.length : next;
        lines += 1;
      }
      // Whether it goes on is not known before the next byte is.
      if (end + 1 >= bytes.length && !last) break;
      counts.lines += lines;
      if (this.#record(bytes, at, endOfFirst, end)) {
        counts.records += 1;
        counts.continued += lines - 1;
      } else counts.unknown += lines;
      at = end + 1;
    }
    return Math.min(at, bytes.length);
  }

  #record(bytes: Buffer, at: number, endOfFirst: number, end: number): boolean {
    const prefix = this.#prefix;
    if (!prefix.read(bytes, at, endOfFirst)) return false;
    const severity = this.#word.at(bytes, prefix.rest, endOfFirst) || this.#word.find(bytes, prefix.rest, endOfFirst);
    if (severity === SEVERITY.none) return false;
    const recorder = this.#recorder;
    recorder.time = prefix.clock.time;
    recorder.speaker(prefix.process, prefix.sessionStart);
    if (severity === SEVERITY.error) {
      recorder.sqlstate = prefix.sqlstateAt < 0 ? null : bytes.toString("latin1", prefix.sqlstateAt, prefix.sqlstateAt + 5);
    }
    recorder.line(severity, bytes, this.#word.message, bytes[end - 1] === 13 ? end - 1 : end);
    return true;
  }
}
