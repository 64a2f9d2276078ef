import type { PairData } from "../../model/workload.ts";

/** Statements are numbers below this. */
const SHIFT = 2 ** 24;
const MOST_KEPT = 65_536;
const MOST_SHOWN = 2000;

/** Which statement came after which. When there are too many, the rarer half is forgotten. */
export class Pairs {
  #slots = new Map<number, number>();
  #times: number[] = [];
  #sharing: number[] = [];

  add(first: number, second: number, shares: boolean): void {
    const key = first * SHIFT + second;
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      if (this.#slots.size === MOST_KEPT) this.#forget();
      slot = this.#times.push(0) - 1;
      this.#sharing.push(0);
      this.#slots.set(key, slot);
    }
    this.#times[slot] = (this.#times[slot] as number) + 1;
    if (shares) this.#sharing[slot] = (this.#sharing[slot] as number) + 1;
  }

  /** The most frequent ones. */
  data(fingerprint: (statement: number) => string): PairData[] {
    return this.#byTimes()
      .slice(0, MOST_SHOWN)
      .map(([key, slot]) => ({
        first: fingerprint(Math.floor(key / SHIFT)),
        second: fingerprint(key % SHIFT),
        times: this.#times[slot] as number,
        sharing: this.#sharing[slot] as number,
      }));
  }

  #forget(): void {
    const kept = this.#byTimes().slice(0, MOST_KEPT / 2);
    this.#slots = new Map(kept.map(([key], at) => [key, at]));
    this.#times = kept.map(([, slot]) => this.#times[slot] as number);
    this.#sharing = kept.map(([, slot]) => this.#sharing[slot] as number);
  }

  /** Ties go by age, which is the same in every run. */
  #byTimes(): [key: number, slot: number][] {
    return [...this.#slots].sort(([, a], [, b]) => (this.#times[b] as number) - (this.#times[a] as number) || a - b);
  }
}
