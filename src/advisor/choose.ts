import type { Plan } from "../shadow/planner/messages.ts";
import type { Planner } from "./planner.ts";

/** A statement on trial. */
export interface Trial {
  /** What its executions cost: milliseconds. */
  readonly weight: number;
  /** Positions of the candidates that could matter to it. */
  readonly candidates: readonly number[];
}

export interface Offer {
  readonly bytes: number;
  /** Milliseconds that keeping it up takes from writers over the same time. */
  readonly upkeep: number;
  /** Equal for candidates on one table. */
  readonly table: unknown;
}

export interface Limits {
  /** Indexes in all, and on one table. */
  readonly indexes: number;
  readonly perTable: number;
  /** Bytes of all of them. */
  readonly bytes: number;
  /** Share of the time of all statements that an index has to save. */
  readonly minimumShare: number;
  /** Share of its cost that at least one statement has to lose. */
  readonly minimumGain: number;
}

export interface Choice {
  readonly index: number;
  readonly uses: readonly { readonly statement: number; readonly before: number; readonly after: number }[];
}

/** Of candidates that save nearly the same, the smallest is taken. */
const NEARLY = 0.95;

/**
 * Greedy, and lazy: what a candidate saves only falls as others are taken, so that an old number is an upper bound, and
 * only the candidate that looks best is asked about again.
 */
export async function choose(planner: Planner, trials: readonly (Trial | null)[], offers: readonly (Offer | null)[], limits: Limits): Promise<Choice[]> {
  const search = new Search(planner, trials, offers, limits);
  await search.begin();
  while (await search.takeBest());
  return search.finish();
}

class Search {
  readonly #planner: Planner;
  readonly #trials: readonly (Trial | null)[];
  readonly #offers: readonly (Offer | null)[];
  readonly #limits: Limits;
  readonly #affected = new Map<number, number[]>();
  readonly #costs = new Map<number, number>();
  readonly #begun = new Map<number, number>();
  readonly #saves = new Map<number, number>();
  readonly #fresh = new Set<number>();
  readonly #chosen: number[] = [];

  constructor(planner: Planner, trials: readonly (Trial | null)[], offers: readonly (Offer | null)[], limits: Limits) {
    this.#planner = planner;
    this.#trials = trials;
    this.#offers = offers;
    this.#limits = limits;
  }

  /** With all candidates there at once, the statements that gain nothing are known, and need not be asked about again. */
  async begin(): Promise<void> {
    const statements = this.#trials.flatMap((trial, at) => (trial === null ? [] : [at]));
    const every = this.#offers.flatMap((offer, at) => (offer === null ? [] : [at]));
    const without = await this.#planner.plan({ statements, indexes: [] });
    const withAll = await this.#planner.plan({ statements, indexes: every });
    for (const [at, statement] of statements.entries()) {
      const before = without[at]?.cost ?? 0;
      const best = withAll[at]?.cost ?? before;
      this.#costs.set(statement, before);
      this.#begun.set(statement, before);
      if (before <= 0 || 1 - best / before < this.#limits.minimumGain / 4) continue;
      for (const candidate of this.#trials[statement]?.candidates ?? []) {
        if (this.#offers[candidate] === null || this.#offers[candidate] === undefined) continue;
        const known = this.#affected.get(candidate);
        if (known === undefined) this.#affected.set(candidate, [statement]);
        else known.push(statement);
      }
    }
    for (const candidate of this.#affected.keys()) this.#saves.set(candidate, Number.POSITIVE_INFINITY);
  }

  /** False when nothing is worth taking any more. */
  async takeBest(): Promise<boolean> {
    if (this.#chosen.length >= this.#limits.indexes) return false;
    const best = await this.#best();
    if (best === null) return false;
    const net = this.#saves.get(best) ?? 0;
    const alike: number[] = [];
    for (const candidate of this.#waiting()) {
      if (this.#offers[candidate]?.table !== this.#offers[best]?.table || (this.#saves.get(candidate) ?? 0) < net * NEARLY) continue;
      if ((await this.#save(candidate)) >= net * NEARLY) alike.push(candidate);
    }
    const taken = alike.toSorted((a, b) => this.#bytes(a) - this.#bytes(b) || a - b)[0] ?? best;
    this.#saves.delete(taken);
    await this.#take(taken);
    return true;
  }

  /** An index whose work a later one does as well is taken back. */
  async finish(): Promise<Choice[]> {
    for (const index of [...this.#chosen]) {
      const others = this.#chosen.filter((other) => other !== index);
      const statements = this.#affected.get(index) ?? [];
      const plans = await this.#planner.plan({ statements, indexes: others });
      const lost = statements.reduce((sum, statement, at) => sum + this.#gain(statement, plans[at] ?? null, this.#costs.get(statement) ?? 0), 0);
      // What is lost counts from the plans without it to those with it.
      if (-lost < this.#threshold()) this.#chosen.splice(this.#chosen.indexOf(index), 1);
    }
    const statements = [...this.#begun.keys()];
    const plans = await this.#planner.plan({ statements, indexes: this.#chosen });
    return this.#chosen.map((index) => ({ index, uses: this.#usesOf(index, statements, plans) }));
  }

  #usesOf(index: number, statements: readonly number[], plans: readonly (Plan | null)[]): Choice["uses"] {
    const affected = new Set(this.#affected.get(index) ?? []);
    return statements.flatMap((statement, at) => {
      const plan = plans[at];
      const before = this.#begun.get(statement) ?? 0;
      if (plan === null || plan === undefined || !affected.has(statement) || !plan.uses.includes(index)) return [];
      return [{ statement, before, after: plan.cost }];
    });
  }

  async #best(): Promise<number | null> {
    for (;;) {
      const [best] = this.#waiting().toSorted((a, b) => (this.#saves.get(b) ?? 0) - (this.#saves.get(a) ?? 0) || this.#bytes(a) - this.#bytes(b));
      if (best === undefined || (this.#saves.get(best) ?? 0) < this.#threshold()) return null;
      if (this.#fresh.has(best)) return best;
      await this.#save(best);
    }
  }

  #waiting(): number[] {
    const used = this.#chosen.reduce((sum, index) => sum + this.#bytes(index), 0);
    return [...this.#saves.keys()].filter((candidate) => {
      const table = this.#offers[candidate]?.table;
      const onTable = this.#chosen.filter((index) => this.#offers[index]?.table === table).length;
      return onTable < this.#limits.perTable && used + this.#bytes(candidate) <= this.#limits.bytes;
    });
  }

  /** Milliseconds saved by the candidate beside those that were taken, less its upkeep. */
  async #save(candidate: number): Promise<number> {
    if (this.#fresh.has(candidate)) return this.#saves.get(candidate) ?? 0;
    const statements = this.#affected.get(candidate) ?? [];
    const plans = await this.#planner.plan({ statements, indexes: [...this.#chosen, candidate] });
    const gains = statements.map((statement, at) => this.#gain(statement, plans[at] ?? null, this.#costs.get(statement) ?? 0));
    const worth = statements.some((statement, at) => this.#cut(statement, plans[at] ?? null) >= this.#limits.minimumGain);
    const saved = worth ? gains.reduce((sum, gain) => sum + gain, 0) - (this.#offers[candidate]?.upkeep ?? 0) : 0;
    this.#saves.set(candidate, saved);
    this.#fresh.add(candidate);
    return saved;
  }

  async #take(candidate: number): Promise<void> {
    this.#chosen.push(candidate);
    const statements = this.#affected.get(candidate) ?? [];
    const plans = await this.#planner.plan({ statements, indexes: this.#chosen });
    for (const [at, statement] of statements.entries()) this.#costs.set(statement, plans[at]?.cost ?? this.#costs.get(statement) ?? 0);
    const changed = new Set(statements);
    for (const other of [...this.#fresh]) if (this.#affected.get(other)?.some((statement) => changed.has(statement))) this.#fresh.delete(other);
  }

  #gain(statement: number, plan: Plan | null, now: number): number {
    const begun = this.#begun.get(statement) ?? 0;
    return plan === null || begun <= 0 ? 0 : (this.#trials[statement]?.weight ?? 0) * ((now - plan.cost) / begun);
  }

  #cut(statement: number, plan: Plan | null): number {
    const now = this.#costs.get(statement) ?? 0;
    return plan === null || now <= 0 ? 0 : 1 - plan.cost / now;
  }

  #threshold(): number {
    return this.#limits.minimumShare * this.#trials.reduce((sum, trial) => sum + (trial?.weight ?? 0), 0);
  }

  #bytes(candidate: number): number {
    return this.#offers[candidate]?.bytes ?? 0;
  }
}
