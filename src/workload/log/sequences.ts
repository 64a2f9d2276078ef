import type { WorkloadData } from "../../model/workload.ts";
import { Bursts } from "./bursts.ts";
import { Pairs } from "./pairs.ts";
import { type Latest, type Session, sharesValue } from "./session.ts";
import type { CountedStatement } from "./statements.ts";

/** Statements further apart than this have nothing to do with each other, unless one transaction holds them. */
const NEAR_MS = 1000;

/** What follows what within each session. Transaction control and settings are left out, as if they were not there. */
export class Sequences {
  readonly #pairs = new Pairs();
  readonly #bursts = new Bursts();
  #sessions = 0;

  next(session: Session, latest: Latest): void {
    if (!session.named) return;
    if (!session.counted) {
      session.counted = true;
      this.#sessions += 1;
    }
    for (const statement of latest.batch) {
      if (statement.control) {
        if (statement.transaction !== null) session.inTransaction = statement.transaction === "begins";
      } else this.#follow(session, statement, latest);
    }
    const { values } = session;
    session.values = session.lastValues;
    session.lastValues = values;
  }

  end(session: Session): void {
    this.#bursts.end(session.run);
  }

  data(fingerprint: (statement: number) => string): WorkloadData["sessions"] {
    return { count: this.#sessions, pairs: this.#pairs.data(fingerprint), bursts: this.#bursts.data(fingerprint) };
  }

  #follow(session: Session, statement: CountedStatement, { begin, end }: Latest): void {
    // There was no room for it: what it is cannot be told.
    if (statement.number < 0) {
      this.#bursts.end(session.run);
      session.last = null;
      return;
    }
    // Without times, all that follows is near.
    const near = session.inTransaction || !(begin - session.lastEnd > NEAR_MS);
    if (session.last !== null && near)
      this.#pairs.add(session.last.number, statement.number, sharesValue(session.lastValues, session.values));
    else this.#bursts.end(session.run);
    this.#bursts.next(session.run, statement.number);
    session.last = statement;
    session.lastEnd = end;
  }
}
