/**
 * Sets of at most `size` items in which every pair that can share one is together at least once, by always taking what adds most
 * pairs that are still open. Fewer than one set a pair by far: seven items make 21 pairs.
 */
export function coverPairs(items: readonly string[], size: number, share: (a: string, b: string) => boolean): string[][] {
  const open = new Map(items.map((a) => [a, new Set(items.filter((b) => a !== b && share(a, b)))]));
  const sets: string[][] = [];
  for (;;) {
    const first = items.toSorted((a, b) => (open.get(b)?.size ?? 0) - (open.get(a)?.size ?? 0))[0];
    if (first === undefined || open.get(first)?.size === 0) return sets;
    const set = [first];
    while (set.length < size) {
      const gain = (item: string) => set.filter((other) => open.get(item)?.has(other)).length;
      const next = items
        .filter((item) => !set.includes(item) && set.every((other) => share(item, other)) && gain(item) > 0)
        .toSorted((a, b) => gain(b) - gain(a))[0];
      if (next === undefined) break;
      set.push(next);
    }
    for (const a of set) for (const b of set) open.get(a)?.delete(b);
    sets.push(set);
  }
}
