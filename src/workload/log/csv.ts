import type { Clock } from "./clock.ts";
import { CsvRecord, endOfCsvRecord, INCOMPLETE } from "./csv-record.ts";
import { linesBetween, noLines, type RecordReader } from "./record-reader.ts";
import type { Recorder } from "./recorder.ts";
import { digitsOf, SessionId } from "./session-id.ts";
import { SEVERITY, severityIn } from "./severity.ts";
import { Unescaped } from "./unescaped.ts";

/** Columns of csvlog, the same since PostgreSQL 8.4; later majors add some at the end. */
const COLUMN = { time: 0, process: 3, session: 5, severity: 11, sqlstate: 12, message: 13, detail: 14, context: 18, query: 19 } as const;

/** The log as `log_destination = csvlog` writes it. */
export class CsvReader implements RecordReader {
  readonly counts = noLines();
  readonly #clock: Clock;
  readonly #recorder: Recorder;
  readonly #record = new CsvRecord();
  readonly #unescaped = new Unescaped();
  readonly #sessionId = new SessionId();

  constructor(clock: Clock, recorder: Recorder) {
    this.#clock = clock;
    this.#recorder = recorder;
  }

  read(bytes: Buffer, last: boolean): number {
    const { counts } = this;
    let at = 0;
    while (at < bytes.length) {
      const end = endOfCsvRecord(this.#record, bytes, at, last);
      if (end === INCOMPLETE) break;
      const lines = linesBetween(bytes, at, end);
      counts.lines += lines;
      if (this.#tell(bytes)) {
        counts.records += 1;
        counts.continued += lines - 1;
      } else counts.unknown += lines;
      at = end;
    }
    return at;
  }

  #tell(bytes: Buffer): boolean {
    const { from, to } = this.#record;
    if (!isLogRecord(this.#record)) return false;
    if (this.#clock.read(bytes, from[COLUMN.time] as number, to[COLUMN.time] as number) < 0) return false;
    const recorder = this.#recorder;
    recorder.time = this.#clock.time;
    const session = this.#sessionId;
    if (session.read(bytes, from[COLUMN.session] as number, to[COLUMN.session] as number)) recorder.speaker(session.process, session.start);
    else recorder.speaker(digitsOf(bytes, from[COLUMN.process] as number, to[COLUMN.process] as number), 0);
    const severity = severityIn(bytes, from[COLUMN.severity] as number, to[COLUMN.severity] as number);
    if (severity === SEVERITY.error) recorder.sqlstate = bytes.toString("latin1", from[COLUMN.sqlstate], to[COLUMN.sqlstate]) || null;
    this.#part(severity, bytes, COLUMN.message);
    this.#part(SEVERITY.detail, bytes, COLUMN.detail);
    this.#part(SEVERITY.context, bytes, COLUMN.context);
    this.#part(SEVERITY.statement, bytes, COLUMN.query);
    return true;
  }

  #part(severity: number, bytes: Buffer, column: number): void {
    const from = this.#record.from[column] as number;
    const to = this.#record.to[column] as number;
    if (from === to && column !== COLUMN.message) return;
    if (this.#record.doubled[column] === 0) this.#recorder.line(severity, bytes, from, to);
    else {
      this.#unescaped.csv(bytes, from, to);
      this.#recorder.line(severity, this.#unescaped.bytes, 0, this.#unescaped.length);
    }
  }
}

/** Whether the columns can be those of a log: SQL with many commas has as many. */
export function isLogRecord({ columns, from, to }: CsvRecord): boolean {
  return columns > 0 && (to[COLUMN.sqlstate] as number) - (from[COLUMN.sqlstate] as number) === 5;
}
