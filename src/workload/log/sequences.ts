import type { WorkloadData } from "../../model/workload.ts";
import { Bursts } from "./bursts.ts";
import { Pairs } from "./pairs.ts";
import { type Latest, type Session, sharesValue, type Values } from "./session.ts";
import type { CountedStatement } from "./statements.ts";

/** Statements further apart than this have nothing to do with each other, unless one transaction holds them. */
const NEAR_MS = 1000;

/** What follows what within each session. Transaction control and settings are left out, as if they were not there. */
export class Sequences {
  readonly #pairs = new Pairs();
  readonly #bursts = new Bursts();
  #sessions = 0;

  next(session: Session, latest: Latest, values: Values): void {
    if (!session.named) return;
    if (!session.counted) {
      session.counted = true;
      this.#sessions += 1;
    }
    let followed = false;
    for (const statement of latest.batch) {
      if (!statement.control) {
        this.#follow(session, statement, latest, values);
        followed = true;
      } else if (statement.transaction !== null) session.inTransaction = statement.transaction === "begins";
    }
    if (!followed) return;
    const { lastValues } = session;
    session.lastValues = values;
    // What is free now takes the values of the next statement.
    if (values === session.values) session.values = lastValues;
  }

  end(session: Session): void {
    this.#bursts.end(session.run);
  }

  data(fingerprint: (statement: number) => string): WorkloadData["sessions"] {
    return { count: this.#sessions, pairs: this.#pairs.data(fingerprint), bursts: this.#bursts.data(fingerprint) };
  }

  #follow(session: Session, statement: CountedStatement, { begin, end }: Latest, values: Values): void {
    // There was no room for it: what it is cannot be told.
    if (statement.number < 0) {
      this.#bursts.end(session.run);
      session.last = null;
      return;
    }
    // Without times, all that follows is near.
    const near = session.inTransaction || !(begin - session.lastEnd > NEAR_MS);
    if (session.last !== null && near) this.#pairs.add(session.last.number, statement.number, sharesValue(session.lastValues, values));
    else this.#bursts.end(session.run);
    this.#bursts.next(session.run, statement.number);
    session.last = statement;
    session.lastEnd = end;
  }
}
