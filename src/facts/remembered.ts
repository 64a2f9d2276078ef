/** More than the names of any schema that people read; less than would ever matter to memory. */
const MOST_NAMES = 100_000;

/** What a name says, found once: names come back in table after table, and many rules take them apart. */
export function perName<T extends NonNullable<unknown> | null>(find: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= MOST_NAMES) known.clear();
    const found = find(name);
    known.set(name, found);
    return found;
  };
}

/** What an object of the catalog says, found once: the graph is frozen, so that the answer stays. */
export function perObject<K extends object, T extends NonNullable<unknown> | null>(find: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, T>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const found = find(of);
    known.set(of, found);
    return found;
  };
}
