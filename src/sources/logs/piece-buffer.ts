/** Large enough that switching costs nothing, small enough for the processor's cache. */
export const PIECE_BYTES = 1 << 20;

/** Two buffers that take turns, so that reading a log leaves nothing behind to collect. */
export class PieceBuffer {
  #current: Buffer = Buffer.allocUnsafeSlow(2 * PIECE_BYTES);
  #other: Buffer = Buffer.allocUnsafeSlow(2 * PIECE_BYTES);

  /** A buffer that begins with `carry`, with room for a piece behind it. */
  after(carry: Buffer): Buffer {
    const wanted = carry.length + PIECE_BYTES;
    const next = this.#other.length < wanted ? Buffer.allocUnsafeSlow(wanted * 2) : this.#other;
    carry.copy(next);
    this.#other = this.#current;
    this.#current = next;
    return next;
  }
}
