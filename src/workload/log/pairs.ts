import type { PairData } from "../../model/workload.ts";
import { ShapeTable } from "./shape-table.ts";

const MOST_KEPT = 65_536;
const MOST_SHOWN = 2000;

interface Pair {
  readonly first: number;
  readonly second: number;
  times: number;
  sharing: number;
}

/** Which statement came after which. When there are too many, the rarer half is forgotten. */
export class Pairs {
  #table = new ShapeTable();
  #pairs: Pair[] = [];

  add(first: number, second: number, shares: boolean): void {
    let at = this.#table.find(first, second);
    if (at < 0) {
      if (this.#pairs.length === MOST_KEPT) this.#forget();
      at = this.#table.add(first, second);
      this.#pairs.push({ first, second, times: 0, sharing: 0 });
    }
    const pair = this.#pairs[at] as Pair;
    pair.times += 1;
    if (shares) pair.sharing += 1;
  }

  /** The most frequent ones. */
  data(fingerprint: (statement: number) => string): PairData[] {
    return this.#byTimes()
      .slice(0, MOST_SHOWN)
      .map((it) => ({ first: fingerprint(it.first), second: fingerprint(it.second), times: it.times, sharing: it.sharing }));
  }

  #forget(): void {
    this.#pairs = this.#byTimes().slice(0, MOST_KEPT / 2);
    this.#table = new ShapeTable();
    for (const { first, second } of this.#pairs) this.#table.add(first, second);
  }

  /** Ties go by age, which is the same in every run. */
  #byTimes(): Pair[] {
    return this.#pairs.toSorted((a, b) => b.times - a.times);
  }
}
