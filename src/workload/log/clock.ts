/** Offsets of zone abbreviations that PostgreSQL's own list knows best, in minutes. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
  EET: 120,
  SAST: 120,
  EEST: 180,
  MSK: 180,
  IST: 330,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  BRT: -180,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

const MINUTE_MS = 60_000;

/** Reads `2026-11-23 01:20:44.270 UTC`, as %m, %t and both structured formats write it, and ISO 8601. */
export class Clock {
  /** Milliseconds since 1970. */
  time = Number.NaN;
  /** A zone that was met and is not known; its times are taken for UTC. */
  unknownZone: string | null = null;
  #zone = "";
  #offset = 0;
  #date = -1;
  #dateMs = 0;

  /** Behind the time that begins here; -1 when none does. */
  read(bytes: Buffer, at: number, end: number): number {
    if (end - at < 19 || bytes[at + 4] !== 45 || bytes[at + 7] !== 45 || bytes[at + 13] !== 58 || bytes[at + 16] !== 58) return -1;
    if (bytes[at + 10] !== 32 && bytes[at + 10] !== 84) return -1;
    const year = two(bytes, at) * 100 + two(bytes, at + 2);
    const date = year * 10_000 + two(bytes, at + 5) * 100 + two(bytes, at + 8);
    const seconds = two(bytes, at + 11) * 3600 + two(bytes, at + 14) * 60 + two(bytes, at + 17);
    if (!(date >= 19700101 && seconds >= 0)) return -1;
    if (date !== this.#date) {
      this.#date = date;
      this.#dateMs = Date.UTC(year, (Math.floor(date / 100) % 100) - 1, date % 100);
    }
    let next = at + 19;
    let ms = 0;
    if (bytes[next] === 46) {
      let scale = 100;
      for (next += 1; next < end && isDigit(bytes[next] as number); next += 1) {
        ms += ((bytes[next] as number) - 48) * scale;
        scale /= 10;
      }
    }
    next = this.#readZone(bytes, next, end);
    this.time = this.#dateMs + seconds * 1000 + Math.floor(ms) - this.#offset;
    return next;
  }

  /** Seconds since 1970 with a fraction, as %n. */
  readEpoch(bytes: Buffer, at: number, end: number): number {
    let next = at;
    while (next < end && (isDigit(bytes[next] as number) || bytes[next] === 46)) next += 1;
    const seconds = Number(bytes.toString("latin1", at, next));
    if (next - at < 9 || !(seconds * 1000 < 8.64e15)) return -1;
    this.time = Math.round(seconds * 1000);
    return next;
  }

  #readZone(bytes: Buffer, at: number, end: number): number {
    const from = bytes[at] === 32 ? at + 1 : at;
    let next = from;
    const first = bytes[from] as number;
    if (next < end && (first === 43 || first === 45)) {
      // `-` behind the time can also be the next part of the prefix: a zone has two digits.
      if (!isDigit(bytes[from + 1] as number) || !isDigit(bytes[from + 2] as number)) return at;
      next += 3;
      if (bytes[next] === 58) next += 1;
      while (next < end && next - from < 6 && isDigit(bytes[next] as number)) next += 1;
    } else while (next < end && isLetter(bytes[next] as number)) next += 1;
    if (next === from) return at;
    if (!this.#isLastZone(bytes, from, next)) this.#setZone(bytes.toString("latin1", from, next));
    return next;
  }

  #isLastZone(bytes: Buffer, from: number, to: number): boolean {
    const zone = this.#zone;
    if (zone.length !== to - from) return false;
    for (let at = 0; at < zone.length; at += 1) if (zone.charCodeAt(at) !== bytes[from + at]) return false;
    return true;
  }

  #setZone(zone: string): void {
    this.#zone = zone;
    const numeric = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
    if (numeric !== null) this.#offset = (numeric[1] === "-" ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)) * MINUTE_MS;
    else {
      const known = Object.hasOwn(ZONES, zone) ? ZONES[zone] : undefined;
      if (known === undefined) this.unknownZone ??= zone;
      this.#offset = (known ?? 0) * MINUTE_MS;
    }
  }
}

function two(bytes: Buffer, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function isLetter(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}
