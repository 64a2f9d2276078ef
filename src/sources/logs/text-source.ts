import type { Unwrapper } from "../../workload/log/unwrapper.ts";

/** The text of a log, piece by piece. */
export interface TextSource {
  /**
   * `carry` is what was left of the piece before: the next one begins with it. A piece may be overwritten by the next
   * but one. `last` says that nothing follows.
   */
  next(carry: Buffer): Promise<{ readonly bytes: Buffer; readonly last: boolean }>;
  /** How many were given so far. */
  readonly bytes: number;
  close(): Promise<void>;
}

/** A log without what a collector wrapped around its lines. */
export function unwrapped(source: TextSource, unwrapper: Unwrapper): TextSource {
  let left: Buffer = Buffer.alloc(0);
  return {
    next: async (carry) => {
      const { bytes, last } = await source.next(left);
      const { text, consumed } = unwrapper.read(bytes, last);
      left = bytes.subarray(consumed);
      return { bytes: Buffer.concat([carry, text]), last };
    },
    get bytes() {
      return source.bytes;
    },
    close: () => source.close(),
  };
}

/** Pieces that were read already, and then the rest of their source. */
export function resumed(first: { readonly bytes: Buffer; readonly last: boolean }, source: TextSource): TextSource {
  let begun = false;
  return {
    next: async (carry) => {
      if (begun) return source.next(carry);
      begun = true;
      return first;
    },
    get bytes() {
      return source.bytes;
    },
    close: () => source.close(),
  };
}
