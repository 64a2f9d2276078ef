import type { Limits, Trial } from "./limits.ts";

/** What a change of costs is worth. */
export interface Worth {
  /** Milliseconds saved, less the upkeep. */
  readonly net: number;
  /** How many times cheaper the statements become: the logarithm, by weight. */
  readonly depth: number;
  /** It saves a share of all time, or halves the cost of a share of all calls. */
  readonly enough: boolean;
}

export interface Change {
  readonly trial: Trial;
  /** The cost before anything was taken: a statement's time is measured in it. */
  readonly begun: number;
  readonly from: number;
  readonly to: number;
}

const DEEPEST = 20;

export class Scale {
  readonly #limits: Limits;
  readonly #weight: number;
  readonly #calls: number;

  constructor(trials: readonly (Trial | null)[], limits: Limits) {
    this.#limits = limits;
    this.#weight = trials.reduce((sum, trial) => sum + (trial?.weight ?? 0), 0);
    this.#calls = trials.reduce((sum, trial) => sum + (trial?.calls ?? 0), 0);
  }

  worthOf(changes: readonly Change[], upkeep: number): Worth {
    let saved = 0;
    let depth = 0;
    let halved = 0;
    let felt = false;
    for (const { trial, begun, from, to } of changes) {
      if (begun <= 0 || from <= 0) continue;
      saved += trial.weight * ((from - to) / begun);
      depth += trial.weight * Math.min(DEEPEST, Math.log2(from / Math.max(to, 1e-6)));
      if (to <= from / 2) halved += trial.calls;
      if (1 - to / from >= this.#limits.minimumGain) felt = true;
    }
    const net = saved - upkeep;
    const share = net >= this.#weight * this.#limits.minimumShare || halved >= this.#calls * this.#limits.minimumCalls;
    return { net, depth, enough: felt && net > 0 && share };
  }
}
