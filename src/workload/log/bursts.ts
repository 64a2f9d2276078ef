import type { BurstData } from "../../model/workload.ts";

/** Fewer in a row happen by themselves. */
const SHORTEST = 5;
const MOST_KEPT = 20_000;

/** What one session did last, as far as bursts need to know. Statements are numbers; -1 is none. */
export interface Run {
  /** The statement that repeats, and the one it may take turns with. */
  leader: number;
  partner: number;
  last: number;
  after: number;
  leaderCount: number;
  partnerCount: number;
}

export function noRun(): Run {
  return { leader: -1, partner: -1, last: -1, after: -1, leaderCount: 0, partnerCount: 0 };
}

interface Counted {
  readonly statement: number;
  readonly after: number;
  bursts: number;
  calls: number;
  longest: number;
}

/** One statement again and again, alone or in turns with one other. */
export class Bursts {
  #kept = new Map<string, Counted>();

  next(run: Run, statement: number): void {
    if (run.leader < 0) begin(run, statement, -1, run.after);
    else if (run.partner < 0 && statement === run.leader) run.leaderCount += 1;
    else if (run.partner < 0 && run.leaderCount === 1) {
      run.partner = statement;
      run.partnerCount = 1;
    } else if (run.partner >= 0 && statement !== run.last && (statement === run.leader || statement === run.partner)) {
      if (statement === run.leader) run.leaderCount += 1;
      else run.partnerCount += 1;
    } else {
      const { leader, last, partner, partnerCount } = run;
      this.#close(run);
      if (statement === last) begin(run, statement, -1, statement === leader ? partner : leader, 2);
      else if (partner >= 0 && partnerCount === 1 && last === partner) begin(run, last, statement, leader);
      else begin(run, statement, -1, last);
    }
    run.last = statement;
  }

  /** The session paused or ended: what comes next belongs to something else. */
  end(run: Run): void {
    this.#close(run);
    const { last } = run;
    Object.assign(run, noRun());
    run.after = last;
  }

  /** Largest first. `fingerprint` gives the name of a statement. */
  data(fingerprint: (statement: number) => string): BurstData[] {
    return [...this.#kept.values()].map((it) => ({
      statement: fingerprint(it.statement),
      after: it.after < 0 ? null : fingerprint(it.after),
      bursts: it.bursts,
      calls: it.calls,
      longest: it.longest,
    }));
  }

  #close(run: Run): void {
    this.#count(run.leader, run.leaderCount, run.after);
    if (run.partner >= 0) this.#count(run.partner, run.partnerCount, run.after);
  }

  #count(statement: number, calls: number, after: number): void {
    if (calls < SHORTEST) return;
    const key = `${statement} ${after}`;
    const known = this.#kept.get(key);
    if (known !== undefined) {
      known.bursts += 1;
      known.calls += calls;
      known.longest = Math.max(known.longest, calls);
    } else if (this.#kept.size < MOST_KEPT) this.#kept.set(key, { statement, after, bursts: 1, calls, longest: calls });
  }
}

function begin(run: Run, leader: number, partner: number, after: number, leaderCount = 1): void {
  run.leader = leader;
  run.partner = partner;
  run.after = after;
  run.leaderCount = leaderCount;
  run.partnerCount = partner < 0 ? 0 : 1;
}
