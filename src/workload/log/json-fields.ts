const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

interface Name {
  readonly bytes: Buffer;
  readonly field: number;
}

/** Where the values of some keys stand in one JSON object. Nothing is decoded: most of a line is not wanted. */
export class JsonFields {
  /** Per field: begin (-1 when it is not there or null) and end, without quotes, and 1 when it holds escapes. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly escaped: Uint8Array;
  readonly #byLength: Name[][] = [];
  readonly #inner: Buffer;
  #end = 0;
  #inside = false;
  #escaped = 0;

  /** `inner` is a key whose object is read as if its keys stood outside. */
  constructor(names: Readonly<Record<string, number>>, inner: string) {
    const count = Math.max(...Object.values(names)) + 1;
    this.from = new Int32Array(count);
    this.to = new Int32Array(count);
    this.escaped = new Uint8Array(count);
    for (const [name, field] of Object.entries(names)) {
      this.#byLength[name.length] = [...(this.#byLength[name.length] ?? []), { bytes: Buffer.from(name), field }];
    }
    this.#inner = Buffer.from(inner);
  }

  /** False when the line is no JSON object. */
  read(bytes: Buffer, start: number, end: number): boolean {
    this.from.fill(-1);
    this.to.fill(-1);
    this.#inside = false;
    return bytes[start] === OPEN && this.#object(bytes, start, end);
  }

  #object(bytes: Buffer, start: number, end: number): boolean {
    let at = start + 1;
    while (at < end) {
      at = afterBlanks(bytes, at, end);
      if (bytes[at] === CLOSE && at < end) {
        this.#end = at + 1;
        return true;
      }
      if (bytes[at] !== QUOTE || !this.#string(bytes, at, end)) return false;
      const keyFrom = at + 1;
      const keyTo = this.#end - 1;
      at = afterBlanks(bytes, this.#end, end);
      if (bytes[at] !== 58) return false;
      at = afterBlanks(bytes, at + 1, end);
      if (at >= end || !this.#value(bytes, at, end, keyFrom, keyTo)) return false;
      at = afterBlanks(bytes, this.#end, end);
      if (bytes[at] === 44) at += 1;
      else if (bytes[at] !== CLOSE) return false;
    }
    return false;
  }

  #value(bytes: Buffer, at: number, end: number, keyFrom: number, keyTo: number): boolean {
    const first = bytes[at];
    if (first === OPEN && !this.#inside && same(bytes, keyFrom, keyTo, this.#inner)) {
      this.#inside = true;
      return this.#object(bytes, at, end);
    }
    const field = this.#fieldOf(bytes, keyFrom, keyTo);
    if (first === QUOTE) {
      if (!this.#string(bytes, at, end)) return false;
      if (field >= 0) this.#set(field, at + 1, this.#end - 1);
      return true;
    }
    if (first === OPEN || first === 91) return this.#nested(bytes, at, end);
    let to = at;
    while (to < end && bytes[to] !== 44 && bytes[to] !== CLOSE) to += 1;
    this.#end = to;
    this.#escaped = 0;
    // null
    if (field >= 0 && first !== 110) this.#set(field, at, to);
    return true;
  }

  #set(field: number, from: number, to: number): void {
    this.from[field] = from;
    this.to[field] = to;
    this.escaped[field] = this.#escaped;
  }

  #fieldOf(bytes: Buffer, from: number, to: number): number {
    const names = this.#byLength[to - from];
    if (names === undefined) return -1;
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as Name;
      if (same(bytes, from, to, name.bytes)) return name.field;
    }
    return -1;
  }

  #string(bytes: Buffer, start: number, end: number): boolean {
    let escaped = 0;
    for (let at = start + 1; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.#end = at + 1;
        this.#escaped = escaped;
        return true;
      }
      if (byte === BACKSLASH) {
        escaped = 1;
        at += 1;
      }
    }
    return false;
  }

  #nested(bytes: Buffer, start: number, end: number): boolean {
    let depth = 0;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        if (!this.#string(bytes, at, end)) return false;
        at = this.#end - 1;
      } else if (byte === OPEN || byte === 91) depth += 1;
      else if (byte === CLOSE || byte === 93) {
        depth -= 1;
        if (depth === 0) {
          this.#end = at + 1;
          return true;
        }
      }
    }
    return false;
  }
}

function same(bytes: Buffer, from: number, to: number, name: Buffer): boolean {
  if (to - from !== name.length) return false;
  for (let index = 0; index < name.length; index += 1) if (bytes[from + index] !== name[index]) return false;
  return true;
}

function afterBlanks(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 13)) at += 1;
  return at;
}
