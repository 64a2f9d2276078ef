/** Pairs of 32-bit numbers, such as masked hashes, and the number of each in the order they came. A Map would cost most of the reading. */
export class ShapeTable {
  size = 0;
  #keys: Int32Array;
  #ids: Int32Array;
  #mask: number;

  constructor(capacity = 4096) {
    this.#keys = new Int32Array(capacity * 2);
    this.#ids = new Int32Array(capacity).fill(-1);
    this.#mask = capacity - 1;
  }

  /** The number of this hash; -1 when it was never added. */
  find(h1: number, h2: number): number {
    let slot = mixed(h1, h2) & this.#mask;
    for (;;) {
      const id = this.#ids[slot] as number;
      if (id < 0 || (this.#keys[slot * 2] === h1 && this.#keys[slot * 2 + 1] === h2)) return id;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Must not be there yet. */
  add(h1: number, h2: number): number {
    if (this.size * 2 > this.#mask) this.#grow();
    const id = this.size;
    this.size += 1;
    this.#put(h1, h2, id);
    return id;
  }

  #put(h1: number, h2: number, id: number): void {
    let slot = mixed(h1, h2) & this.#mask;
    while ((this.#ids[slot] as number) >= 0) slot = (slot + 1) & this.#mask;
    this.#keys[slot * 2] = h1;
    this.#keys[slot * 2 + 1] = h2;
    this.#ids[slot] = id;
  }

  #grow(): void {
    const keys = this.#keys;
    const ids = this.#ids;
    this.#mask = ids.length * 2 - 1;
    this.#keys = new Int32Array(keys.length * 2);
    this.#ids = new Int32Array(ids.length * 2).fill(-1);
    for (const [slot, id] of ids.entries()) if (id >= 0) this.#put(keys[slot * 2] as number, keys[slot * 2 + 1] as number, id);
  }
}

function mixed(h1: number, h2: number): number {
  const hash = Math.imul(h1 ^ (h1 >>> 15), 0x2c1b3c6d) ^ h2;
  return hash ^ (hash >>> 16);
}
