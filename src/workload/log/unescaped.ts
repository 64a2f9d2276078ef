const QUOTE = 34;
const BACKSLASH = 92;

/** A text without the escapes of its format, in a buffer that is used again and again. */
export class Unescaped {
  bytes = Buffer.allocUnsafeSlow(16_384);
  length = 0;

  /** Doubled quotes become single ones. */
  csv(bytes: Buffer, from: number, to: number): void {
    this.#reserve(to - from);
    const out = this.bytes;
    let length = 0;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] as number;
      out[length] = byte;
      length += 1;
      if (byte === QUOTE) at += 1;
    }
    this.length = length;
  }

  /** `\n`, `\"`, `\u00e9`, … become what they stand for. */
  json(bytes: Buffer, from: number, to: number): void {
    this.#reserve(to - from);
    const out = this.bytes;
    let length = 0;
    for (let at = from; at < to; at += 1) {
      let byte = bytes[at] as number;
      if (byte === BACKSLASH && at + 1 < to) {
        at += 1;
        const letter = bytes[at] as number;
        if (letter === 117) {
          const end = endOfUnicode(bytes, at, to);
          const text = unicode(bytes.toString("latin1", at - 1, end));
          length += out.write(text, length);
          at = end - 1;
          continue;
        }
        byte = ESCAPES[letter] as number;
      }
      out[length] = byte;
      length += 1;
    }
    this.length = length;
  }

  /** No escape is shorter than what it stands for. */
  #reserve(length: number): void {
    if (this.bytes.length < length + 4) this.bytes = Buffer.allocUnsafeSlow(length * 2);
    else if (this.bytes.length > LARGEST_KEPT && length < 16_384) this.bytes = Buffer.allocUnsafeSlow(16_384);
  }
}

const LARGEST_KEPT = 1 << 20;

const ESCAPES = Uint8Array.from({ length: 256 }, (_, byte) => byte);
for (const [letter, byte] of [
  ["n", 10],
  ["t", 9],
  ["r", 13],
  ["b", 8],
  ["f", 12],
] as const) {
  ESCAPES[letter.charCodeAt(0)] = byte;
}

/** Characters beyond the first plane are written as two escapes. */
function endOfUnicode(bytes: Buffer, at: number, to: number): number {
  const first = Math.min(at + 5, to);
  const high = /^u[dD][89abAB]/.test(bytes.toString("latin1", at, first));
  return high && bytes[first] === BACKSLASH && bytes[first + 1] === 117 ? Math.min(first + 6, to) : first;
}

function unicode(escapes: string): string {
  return escapes.replace(/\\u([0-9a-fA-F]{0,4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex || "fffd", 16)));
}
