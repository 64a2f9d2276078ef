import type { Index, IndexKey } from "../../model/catalog.ts";

/** What two indexes are compared by. A planned index has these too. */
export type IndexShape = Pick<
  Index,
  "method" | "unique" | "nullsNotDistinct" | "valid" | "ready" | "include" | "predicate" | "settings"
> & {
  readonly keys: readonly Pick<IndexKey, "column" | "expression" | "collation" | "opclass" | "descending" | "nullsFirst">[];
  readonly constraint: { readonly deferrable: boolean } | null;
};

/** True when `other`, an index of the same table, does all the work of `index`. Two equal ones are redundant beside each other. */
export function redundantBeside(index: IndexShape, other: IndexShape): boolean {
  if (!index.valid || !index.ready || !other.valid || !other.ready) return false;
  if (index.method !== other.method || index.predicate !== other.predicate) return false;
  if (index.unique && !enforcesTheSame(index, other)) return false;
  // Only a B-tree is ordered, so that a shorter key reads as the beginning of a longer one; of other methods, only twins are compared.
  if (index.method !== "btree") return sameKeys(index, other) && sameInclude(index, other) && sameSettings(index, other);
  if (!isPrefix(index, other)) return false;
  const returned = new Set([...other.include, ...other.keys.map((key) => key.column)]);
  return index.include.every((column) => returned.has(column));
}

/** Neither a wider key, nor one checked only at commit, forbids the same duplicates. */
function enforcesTheSame(index: IndexShape, other: IndexShape): boolean {
  if (!other.unique || index.keys.length !== other.keys.length) return false;
  if (other.constraint?.deferrable === true && index.constraint?.deferrable !== true) return false;
  return index.nullsNotDistinct === other.nullsNotDistinct || index.keys.every((key) => key.column?.notNull === true);
}

/** The same order, or exactly the opposite one throughout, which a backward scan reads. */
function isPrefix(index: IndexShape, other: IndexShape): boolean {
  if (index.keys.length > other.keys.length || !index.keys.every((key, i) => sameKey(key, other.keys[i] as Key))) return false;
  const pairs = index.keys.map((key, i) => [key, other.keys[i] as Key] as const);
  const forward = pairs.every(([a, b]) => a.descending === b.descending && a.nullsFirst === b.nullsFirst);
  return forward || pairs.every(([a, b]) => a.descending !== b.descending && a.nullsFirst !== b.nullsFirst);
}

type Key = IndexShape["keys"][number];

function sameKeys(a: IndexShape, b: IndexShape): boolean {
  return a.keys.length === b.keys.length && a.keys.every((key, i) => sameKey(key, b.keys[i] as Key));
}

function sameKey(a: Key, b: Key): boolean {
  if (a.column !== b.column || a.expression !== b.expression || a.collation !== b.collation) return false;
  return (a.opclass.default && b.opclass.default) || (a.opclass.schema === b.opclass.schema && a.opclass.name === b.opclass.name);
}

function sameInclude(a: IndexShape, b: IndexShape): boolean {
  return a.include.length === b.include.length && a.include.every((column) => b.include.includes(column));
}

/** For BRIN and GIN, storage parameters such as `pages_per_range` decide what the index is good for. */
function sameSettings(a: IndexShape, b: IndexShape): boolean {
  const names = new Set([...Object.keys(a.settings), ...Object.keys(b.settings)]);
  return [...names].every((name) => a.settings[name] === b.settings[name]);
}
