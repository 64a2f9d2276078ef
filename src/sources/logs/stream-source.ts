import { PIECE_BYTES, PieceBuffer } from "./piece-buffer.ts";
import type { TextSource } from "./text-source.ts";

/** Bytes that come as they like: standard input, or out of an archive. */
export function streamSource(stream: AsyncIterable<Uint8Array>, close: () => void): TextSource {
  const chunks = stream[Symbol.asyncIterator]();
  const buffer = new PieceBuffer();
  let rest: Uint8Array = new Uint8Array(0);
  let ended = false;
  let bytes = 0;
  return {
    next: async (carry) => {
      const into = buffer.after(carry);
      const full = carry.length + PIECE_BYTES;
      let length = carry.length;
      while (length < full && !(ended && rest.length === 0)) {
        if (rest.length === 0) {
          const { done, value } = await chunks.next();
          if (done === true) ended = true;
          else rest = value;
          continue;
        }
        const taken = rest.subarray(0, full - length);
        into.set(taken, length);
        length += taken.length;
        bytes += taken.length;
        rest = rest.subarray(taken.length);
      }
      return { bytes: into.subarray(0, length), last: ended && rest.length === 0 };
    },
    get bytes() {
      return bytes;
    },
    close: async () => close(),
  };
}
