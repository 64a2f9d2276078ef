import type { Plan } from "../shadow/planner/messages.ts";
import { PlannerStopped } from "../shadow/planner/planner-thread.ts";
import type { Limits, Offer, Trial } from "./limits.ts";
import type { Planner } from "./planner.ts";
import { type Change, Scale, type Worth } from "./worth.ts";

export interface Choice {
  /** Position of the candidate. */
  readonly index: number;
  /** The trials that use it, and what they cost without and with all that was chosen. */
  readonly uses: readonly { readonly trial: number; readonly before: number; readonly after: number }[];
}

/** Candidates on one table that save this share of what the best one saves are compared by their merit. */
const NEARLY = 0.95;

/**
 * Greedy, and lazy: what a candidate saves only falls as others are taken, so that an old number is an upper bound, and
 * only the candidate that looks best is asked about again. When the planner is stopped, what was chosen by then is it.
 */
export async function choose(
  planner: Planner,
  trials: readonly (Trial | null)[],
  offers: readonly (Offer | null)[],
  limits: Limits,
): Promise<Choice[]> {
  const search = new Search(planner, trials, offers, limits);
  try {
    await search.begin();
    // What is given back makes room, and what is taken then may make more of it.
    do while (await search.takeBest());
    while (await search.giveBack());
  } catch (error) {
    if (!(error instanceof PlannerStopped)) throw error;
  }
  return search.choices();
}

class Search {
  readonly #planner: Planner;
  readonly #trials: readonly (Trial | null)[];
  readonly #offers: readonly (Offer | null)[];
  readonly #limits: Limits;
  readonly #scale: Scale;
  /** The trials that each candidate could matter to. */
  readonly #affected = new Map<number, number[]>();
  /** The plan of each trial before anything was taken, and now. */
  readonly #begun = new Map<number, Plan>();
  readonly #now = new Map<number, Plan>();
  /** What each waiting candidate would be worth; before it was asked, or after others were taken, an upper bound. */
  readonly #worth = new Map<number, Worth>();
  readonly #fresh = new Set<number>();
  readonly #chosen: number[] = [];

  constructor(planner: Planner, trials: readonly (Trial | null)[], offers: readonly (Offer | null)[], limits: Limits) {
    this.#planner = planner;
    this.#trials = trials;
    this.#offers = offers;
    this.#limits = limits;
    this.#scale = new Scale(trials, limits);
  }

  /** With all candidates there at once, the trials that gain nothing are known, and need not be asked about again. */
  async begin(): Promise<void> {
    const trials = this.#trials.flatMap((trial, at) => (trial === null ? [] : [at]));
    const every = this.#offers.flatMap((offer, at) => (offer === null ? [] : [at]));
    const without = await this.#planner.plan({ statements: trials, indexes: [] });
    const withAll = await this.#planner.plan({ statements: trials, indexes: every });
    for (const [at, trial] of trials.entries()) {
      const [before, best] = [without[at] ?? null, withAll[at] ?? null];
      if (before === null || best === null) continue;
      this.#begun.set(trial, before);
      this.#now.set(trial, before);
      if (before.cost <= 0 || best.uses.length === 0) continue;
      for (const candidate of this.#trials[trial]?.candidates ?? []) {
        if ((this.#offers[candidate] ?? null) === null) continue;
        const known = this.#affected.get(candidate);
        if (known === undefined) this.#affected.set(candidate, [trial]);
        else known.push(trial);
      }
    }
    for (const [candidate, affected] of this.#affected) {
      const most = affected.reduce((sum, trial) => sum + (this.#trials[trial]?.weight ?? 0), 0);
      this.#worth.set(candidate, { net: most, depth: 0, enough: true });
    }
  }

  /** False when nothing is worth taking any more. */
  async takeBest(): Promise<boolean> {
    const best = await this.#best();
    if (best === null) return false;
    const wanted = this.#net(best) * NEARLY;
    const alike = [best];
    for (const candidate of this.#waiting()) {
      if (candidate === best || this.#offers[candidate]?.table !== this.#offers[best]?.table || this.#net(candidate) < wanted) continue;
      const { net, enough } = await this.#ask(candidate);
      if (enough && net >= wanted) alike.push(candidate);
    }
    const taken = alike.toSorted((a, b) => this.#merit(b) - this.#merit(a) || this.#calls(b) - this.#calls(a) || a - b)[0] as number;
    this.#worth.delete(taken);
    this.#chosen.push(taken);
    const affected = this.#affected.get(taken) ?? [];
    this.#settle(affected, await this.#planner.plan({ statements: affected, indexes: this.#chosen }));
    return true;
  }

  /** True when an index was given back whose work others do as well by now. */
  async giveBack(): Promise<boolean> {
    for (const index of this.#chosen) {
      const affected = this.#affected.get(index) ?? [];
      const plans = await this.#planner.plan({ statements: affected, indexes: this.#chosen.filter((other) => other !== index) });
      const back = affected.flatMap((trial, at) => this.#change(trial, plans[at]?.cost, this.#now.get(trial)?.cost));
      if (this.#scale.worthOf(back, this.#offers[index]?.upkeep ?? 0).enough) continue;
      this.#chosen.splice(this.#chosen.indexOf(index), 1);
      this.#settle(affected, plans);
      return true;
    }
    return false;
  }

  choices(): Choice[] {
    return this.#chosen.map((index) => ({
      index,
      uses: [...this.#now].flatMap(([trial, plan]) =>
        plan.uses.includes(index) ? [{ trial, before: this.#begun.get(trial)?.cost ?? plan.cost, after: plan.cost }] : [],
      ),
    }));
  }

  async #best(): Promise<number | null> {
    if (this.#chosen.length >= this.#limits.indexes) return null;
    for (;;) {
      const [best] = this.#waiting().toSorted((a, b) => this.#net(b) - this.#net(a) || a - b);
      if (best === undefined || this.#fresh.has(best)) return best ?? null;
      await this.#ask(best);
    }
  }

  /** Candidates that are, or could be, worth taking, and for which there is room. */
  #waiting(): number[] {
    const used = this.#chosen.reduce((sum, index) => sum + this.#bytes(index), 0);
    const onTable = (table: unknown) => this.#chosen.filter((index) => this.#offers[index]?.table === table).length;
    return [...this.#worth.keys()].filter(
      (candidate) =>
        this.#worth.get(candidate)?.enough === true &&
        onTable(this.#offers[candidate]?.table) < this.#limits.perTable &&
        used + this.#bytes(candidate) <= this.#limits.bytes,
    );
  }

  async #ask(candidate: number): Promise<Worth> {
    const known = this.#worth.get(candidate);
    if (known !== undefined && this.#fresh.has(candidate)) return known;
    const affected = this.#affected.get(candidate) ?? [];
    const plans = await this.#planner.plan({ statements: affected, indexes: [...this.#chosen, candidate] });
    const changes = affected.flatMap((trial, at) => this.#change(trial, this.#now.get(trial)?.cost, plans[at]?.cost));
    const worth = this.#scale.worthOf(changes, this.#offers[candidate]?.upkeep ?? 0);
    this.#worth.set(candidate, worth);
    this.#fresh.add(candidate);
    return worth;
  }

  #change(at: number, from: number | undefined, to: number | undefined): Change[] {
    const [trial, begun] = [this.#trials[at] ?? null, this.#begun.get(at)];
    return trial === null || begun === undefined || from === undefined || to === undefined ? [] : [{ trial, begun: begun.cost, from, to }];
  }

  /** What the trials cost now; what candidates save has to be asked again. */
  #settle(trials: readonly number[], plans: readonly (Plan | null)[]): void {
    const changed = new Set(trials);
    for (const [at, trial] of trials.entries()) {
      const plan = plans[at] ?? null;
      if (plan !== null) this.#now.set(trial, plan);
    }
    for (const other of [...this.#fresh]) {
      if (this.#affected.get(other)?.some((trial) => changed.has(trial)) !== true) continue;
      this.#fresh.delete(other);
      const worth = this.#worth.get(other);
      // Given back, an index makes room for those that were not enough beside it.
      if (worth !== undefined) this.#worth.set(other, { ...worth, enough: true });
    }
  }

  /**
   * Where two save nearly all, one may still leave a fifth of what the other leaves: that is worth some bytes, and
   * twice the bytes are worth it only when it cuts costs deeper by as much.
   */
  #merit(candidate: number): number {
    return (this.#worth.get(candidate)?.depth ?? 0) / Math.sqrt(Math.max(1, this.#bytes(candidate)));
  }

  #net(candidate: number): number {
    return this.#worth.get(candidate)?.net ?? 0;
  }

  #calls(candidate: number): number {
    return this.#offers[candidate]?.calls ?? 0;
  }

  #bytes(candidate: number): number {
    return this.#offers[candidate]?.bytes ?? 0;
  }
}
