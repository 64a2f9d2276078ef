/** Reads `6b0394ec.7194`: when the session began, in seconds, and the number of its backend. */
export class SessionId {
  start = 0;
  process = 0;

  /** False when the bytes are no session id. */
  read(bytes: Buffer, from: number, to: number): boolean {
    let at = from;
    this.start = 0;
    this.process = 0;
    for (; at < to && bytes[at] !== 46; at += 1) {
      const digit = hexDigit(bytes[at] as number);
      if (digit < 0) return false;
      this.start = this.start * 16 + digit;
    }
    if (at === from || to - at < 2 || to - at > 9 || at - from > 12) return false;
    for (at += 1; at < to; at += 1) {
      const digit = hexDigit(bytes[at] as number);
      if (digit < 0) return false;
      this.process = this.process * 16 + digit;
    }
    return true;
  }

  /** Behind the session id that begins here; -1 when none does. */
  readPrefix(bytes: Buffer, from: number, end: number): number {
    let at = from;
    while (at < end && (hexDigit(bytes[at] as number) >= 0 || bytes[at] === 46)) at += 1;
    return this.read(bytes, from, at) ? at : -1;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  return byte >= 97 && byte <= 102 ? byte - 87 : -1;
}

/** A whole number of at most nine digits; 0 when there is none. */
export function digitsOf(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to && at < from + 9; at += 1) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}
