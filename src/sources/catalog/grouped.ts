import { compareText } from "../../model/reference.ts";

/** Items by the OID of what they belong to. */
export class Grouped<T> {
  readonly #lists = new Map<number, T[]>();
  readonly #none: readonly T[] = [];

  add(owner: number, item: T): void {
    const list = this.#lists.get(owner);
    if (list === undefined) this.#lists.set(owner, [item]);
    else list.push(item);
  }

  of(owner: number): readonly T[] {
    return this.#lists.get(owner) ?? this.#none;
  }

  owners(has: (item: T) => boolean): readonly number[] {
    return [...this.#lists].flatMap(([owner, items]) => (items.some(has) ? owner : []));
  }

  sort(compare: (a: T, b: T) => number): this {
    // A list that grew by push has room for 16 more: the sorted copy fits.
    for (const [owner, list] of this.#lists) if (list.length > 1) this.#lists.set(owner, list.toSorted(compare));
    return this;
  }
}

/** Rows of an owner and an item, as they come. */
export async function groupedRows<T>(rows: AsyncIterable<readonly (readonly [number, T])[]>): Promise<Grouped<T>> {
  const items = new Grouped<T>();
  for await (const batch of rows) for (const [owner, item] of batch) items.add(owner, item);
  return items;
}

export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareText(a.name, b.name);
}
