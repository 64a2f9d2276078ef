import type { WorkloadData } from "../../model/workload.ts";
import { inOrder } from "../merge.ts";
import type { SqlReader } from "../normalise.ts";
import { Events } from "./events.ts";
import { noLines, type PieceData } from "./record-reader.ts";
import { Sequences } from "./sequences.ts";
import { type Latest, newSession, noValues, type Session, type Values } from "./session.ts";
import { type Batch, mainOf, Statements } from "./statements.ts";
import { ENTRY, SAYS } from "./tape.ts";

/** What one reader's numbers of shapes stand for. */
export type Shapes = Batch[];

const MOST_SESSIONS = 8192;

/**
 * Puts pieces of log together, in the order of the log. Whatever reaches from one record to another is decided here and
 * nowhere else, so that it makes no difference how many threads read and where the log was cut.
 */
export class Accumulator {
  readonly counts = noLines();
  /** Records in another language than English; durations without a statement; zones taken for UTC. */
  foreign = 0;
  textless = 0;
  #own = 0;
  #ownPlans = 0;
  readonly zones = new Set<string>();
  readonly #statements: Statements;
  readonly #events = new Events();
  readonly #sequences = new Sequences();
  readonly #sessions = new Map<number, Session>();
  #since = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;

  constructor(reader: SqlReader) {
    this.#statements = new Statements(reader);
  }

  /** Executions of pgassay's own statements, which are left out. */
  get own(): number {
    return Math.max(this.#own, this.#ownPlans);
  }

  /** The next piece of the log; `shapes` belongs to the reader that it comes from. */
  add(piece: PieceData, shapes: Shapes): void {
    this.#count(piece);
    this.#makeRoom();
    const { entries, numbers, values, length, words, happenings, ...tape } = piece.tape;
    for (const shape of tape.shapes) shapes.push(this.#statements.batch(shape));
    const { sessions, replaced } = this.#sessionsOf(tape.sessions);
    let valuesFrom = 0;
    for (let entry = 0; entry < length; entry += 1) {
      const at = entry * ENTRY;
      const session = sessions[entries[at + 1] as number] as Session;
      const about = entries[at + 2] as number;
      const valuesTo = entries[at + 3] as number;
      const from = valuesFrom;
      valuesFrom = valuesTo;
      const time = numbers[entry * 2] as number;
      const duration = numbers[entry * 2 + 1] as number;
      if (time < this.#since) this.#since = time;
      if (time > this.#until) this.#until = time;
      const { latest } = session;
      const says = entries[at];
      if (says === SAYS.executed) {
        this.#begin(session, ran(shapes[about] as Batch, time, duration));
        keep(session.values, values, from, valuesTo);
      } else if (says === SAYS.stated) {
        this.#begin(session, ran(shapes[about] as Batch, time, Number.NaN));
        (session.latest as Latest).awaits = true;
        keep(session.values, values, from, valuesTo);
      } else if (says === SAYS.timed) this.#timed(session, time, duration);
      else if (says === SAYS.parameters) {
        if (session.accepts) keep(session.values, values, from, valuesTo);
      } else if (says === SAYS.prepared) {
        if (latest !== null && session.accepts) latest.batch = shapes[about] as Batch;
      } else if (says === SAYS.tagged) {
        if (latest !== null && session.accepts) latest.tags = [...(latest.tags ?? []), words[about] as string];
      } else if (says === SAYS.about) this.#about(session, shapes[about] as Batch);
      else if (says === SAYS.within) {
        if (session.open !== null) session.open.subject ??= words[about] as string;
      } else {
        this.#close(session);
        session.accepts = false;
        if (says === SAYS.planned) this.#planned(session, ran(shapes[about] as Batch, time, duration));
        else if (says === SAYS.fetched) this.#statements.addTime(shapes[about] as Batch, duration);
        else if (says === SAYS.happened) {
          const happening = happenings[about] as (typeof happenings)[number];
          session.open = { happening, subject: happening.subject, statement: null };
        } else if (says === SAYS.own) {
          this.#own += 1;
          this.#settle(session);
        } else if (says === SAYS.ownPlan) this.#ownPlans += 1;
        else if (says === SAYS.began || says === SAYS.ended) this.#restart(session, says === SAYS.ended);
      }
    }
    for (const session of replaced) this.#finish(session);
    if (tape.afresh) shapes.length = 0;
  }

  /** What the whole log says. `until` is for a log without times. */
  data(sources: readonly string[], bytes: number, until: string): WorkloadData {
    for (const session of this.#sessions.values()) this.#finish(session);
    const timed = this.#since <= this.#until;
    const statements = this.#statements;
    return inOrder({
      origin: "log",
      window: { since: timed ? new Date(this.#since).toISOString() : null, until: timed ? new Date(this.#until).toISOString() : until },
      statements: statements.data(),
      sessions: this.#sequences.data((number) => statements.fingerprint(number)),
      events: this.#events.data(),
      coverage: {
        sources,
        bytes,
        lines: this.counts.lines,
        unknownLines: this.counts.unknown,
        unparsable: statements.unparsable,
        dropped: statements.rest.calls,
      },
    });
  }

  #begin(session: Session, latest: Latest): void {
    this.#close(session);
    if (session.latest !== null) this.#settle(session);
    session.latest = latest;
    session.accepts = true;
  }

  #timed(session: Session, time: number, duration: number): void {
    this.#close(session);
    session.accepts = false;
    const { latest } = session;
    if (latest?.awaits === true) {
      latest.awaits = false;
      latest.duration = duration;
      latest.end = time;
    } else this.textless += 1;
  }

  /**
   * auto_explain logs beside the statement itself: before it by the simple protocol, behind it by the extended one. A plan
   * is an execution of its own only where no statement is logged for it.
   */
  #planned(session: Session, plan: Latest): void {
    const { latest } = session;
    // A cursor is explained when it is closed.
    if (mainOf(plan.batch)?.sql.startsWith("DECLARE") === true) return;
    if (latest?.awaits === true) {
      // Another text is a statement within the one that runs.
      if (latest.batch === plan.batch) latest.duration = plan.duration;
    } else if (latest !== null && latest.batch === plan.batch && !latest.explained && session.plan === null) latest.explained = true;
    else {
      this.#settle(session);
      session.plan = plan;
    }
  }

  #about(session: Session, batch: Batch): void {
    const { open, latest } = session;
    if (open === null) return;
    open.statement ??= mainOf(batch)?.fingerprint ?? null;
    const failed = open.happening.kind === "error" || open.happening.kind === "cancel" || open.happening.kind === "deadlock";
    // It was announced, and did not come to an end.
    if (failed && latest?.awaits === true && latest.batch === batch) session.latest = null;
  }

  #close(session: Session): void {
    const { open } = session;
    if (open === null) return;
    session.open = null;
    const { kind, sqlstate, count, amount } = open.happening;
    this.#events.add({ kind, sqlstate, subject: open.subject, statement: open.statement }, count, amount);
  }

  #settle(session: Session): void {
    const { latest, plan } = session;
    session.latest = null;
    session.plan = null;
    if (plan !== null && plan.batch !== latest?.batch) this.#done(session, plan, noValues());
    if (latest !== null) this.#done(session, latest, session.values);
  }

  #done(session: Session, latest: Latest, values: Values): void {
    this.#statements.count(latest);
    this.#sequences.next(session, latest, values);
  }

  #restart(session: Session, ended: boolean): void {
    this.#finish(session);
    Object.assign(session, newSession(session.named ? 1 : 0, session.start), { ended });
  }

  #finish(session: Session): void {
    this.#close(session);
    this.#settle(session);
    this.#sequences.end(session);
  }

  #sessionsOf(list: Float64Array): { readonly sessions: Session[]; readonly replaced: Session[] } {
    const sessions: Session[] = [];
    const replaced: Session[] = [];
    for (let at = 0; at < list.length; at += 2) {
      const process = list[at] as number;
      const start = list[at + 1] as number;
      let session = this.#sessions.get(process);
      if (session === undefined || (start !== 0 && session.start !== start)) {
        if (session !== undefined) replaced.push(session);
        session = newSession(process, start);
        this.#sessions.set(process, session);
      }
      sessions.push(session);
    }
    return { sessions, replaced };
  }

  /** Logs of years have more sessions than memory is for: those that ended go first, then the oldest. */
  #makeRoom(): void {
    if (this.#sessions.size <= MOST_SESSIONS) return;
    for (const [process, session] of this.#sessions) if (session.ended) this.#sessions.delete(process);
    for (const [process, session] of this.#sessions) {
      if (this.#sessions.size <= MOST_SESSIONS / 2) break;
      this.#finish(session);
      this.#sessions.delete(process);
    }
  }

  #count({ counts, foreign, unknownZone }: PieceData): void {
    this.counts.lines += counts.lines;
    this.counts.records += counts.records;
    this.counts.continued += counts.continued;
    this.counts.unknown += counts.unknown;
    this.foreign += foreign;
    if (unknownZone !== null) this.zones.add(unknownZone);
  }
}

function keep(into: Values, from: Int32Array, start: number, end: number): void {
  for (let at = start; at < end; at += 1) into.hashes[at - start] = from[at] as number;
  into.count = end - start;
}

function ran(batch: Batch, end: number, duration: number): Latest {
  const begin = Number.isNaN(duration) ? end : end - duration / 1000;
  return { batch, begin, end, duration, awaits: false, explained: false, tags: null };
}
