import type { Clock } from "./clock.ts";
import { JsonFields } from "./json-fields.ts";
import { noLines, type RecordReader } from "./record-reader.ts";
import type { Recorder } from "./recorder.ts";
import { digitsOf, SessionId } from "./session-id.ts";
import { SEVERITY, severityIn } from "./severity.ts";
import { Unescaped } from "./unescaped.ts";

const FIELD = { time: 0, process: 1, session: 2, severity: 3, sqlstate: 4, message: 5, detail: 6, context: 7, statement: 8 } as const;

/** jsonlog's names, and those that CloudNativePG gives to the columns of csvlog. */
const NAMES: Readonly<Record<string, number>> = {
  timestamp: FIELD.time,
  log_time: FIELD.time,
  pid: FIELD.process,
  process_id: FIELD.process,
  session_id: FIELD.session,
  error_severity: FIELD.severity,
  state_code: FIELD.sqlstate,
  sql_state_code: FIELD.sqlstate,
  message: FIELD.message,
  detail: FIELD.detail,
  context: FIELD.context,
  statement: FIELD.statement,
  query: FIELD.statement,
};

/** The log as `log_destination = jsonlog` writes it, and as CloudNativePG wraps it: one object per line. */
export class JsonReader implements RecordReader {
  readonly counts = noLines();
  readonly #clock: Clock;
  readonly #recorder: Recorder;
  readonly #fields = new JsonFields(NAMES, "record");
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
      const newline = bytes.indexOf(10, at);
      if (newline < 0 && !last) break;
      const end = newline < 0 ? bytes.length : newline;
      counts.lines += 1;
      if (this.#fields.read(bytes, at, end) && this.#tell(bytes)) counts.records += 1;
      else counts.unknown += 1;
      at = end + 1;
    }
    return Math.min(at, bytes.length);
  }

  #tell(bytes: Buffer): boolean {
    const { from, to } = this.#fields;
    const severityAt = from[FIELD.severity] as number;
    if (severityAt < 0 || (from[FIELD.message] as number) < 0) return false;
    const recorder = this.#recorder;
    const time = from[FIELD.time] as number;
    recorder.time = time >= 0 && this.#clock.read(bytes, time, to[FIELD.time] as number) > 0 ? this.#clock.time : Number.NaN;
    const session = this.#sessionId;
    if ((from[FIELD.session] as number) >= 0 && session.read(bytes, from[FIELD.session] as number, to[FIELD.session] as number)) {
      recorder.speaker(session.process, session.start);
    } else recorder.speaker(digitsOf(bytes, from[FIELD.process] as number, to[FIELD.process] as number), 0);
    const severity = severityIn(bytes, severityAt, to[FIELD.severity] as number);
    if (severity === SEVERITY.error) {
      recorder.sqlstate = (from[FIELD.sqlstate] as number) < 0 ? null : bytes.toString("latin1", from[FIELD.sqlstate], to[FIELD.sqlstate]);
    }
    this.#part(severity, bytes, FIELD.message);
    this.#part(SEVERITY.detail, bytes, FIELD.detail);
    this.#part(SEVERITY.context, bytes, FIELD.context);
    this.#part(SEVERITY.statement, bytes, FIELD.statement);
    return true;
  }

  #part(severity: number, bytes: Buffer, field: number): void {
    const from = this.#fields.from[field] as number;
    if (from < 0) return;
    const to = this.#fields.to[field] as number;
    if (this.#fields.escaped[field] === 0) this.#recorder.line(severity, bytes, from, to);
    else {
      this.#unescaped.json(bytes, from, to);
      this.#recorder.line(severity, this.#unescaped.bytes, 0, this.#unescaped.length);
    }
  }
}
