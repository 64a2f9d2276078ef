/** Repeatable choices: the same seed makes the same run. */
export interface Random {
  /** A whole number from 0 up to but not including `n`. */
  below(n: number): number;
  pick<T>(items: readonly T[]): T;
  /** An item, as often as its weight says. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T;
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  // Mulberry32.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    weighted(items) {
      let left = below(items.reduce((sum, { weight }) => sum + weight, 0));
      return items.find(({ weight }) => {
        left -= weight;
        return left < 0;
      }) as (typeof items)[number];
    },
  };
}
