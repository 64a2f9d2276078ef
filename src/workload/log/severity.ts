/** What a line of the log is, by the word before its colon. */
export const SEVERITY = { none: 0, log: 1, error: 2, detail: 3, context: 4, statement: 5, other: 6, attached: 7, foreign: 8 } as const;

const WORDS: readonly (readonly [string, number])[] = [
  ["LOG", SEVERITY.log],
  ["ERROR", SEVERITY.error],
  ["FATAL", SEVERITY.error],
  ["PANIC", SEVERITY.error],
  ["DETAIL", SEVERITY.detail],
  ["CONTEXT", SEVERITY.context],
  ["STATEMENT", SEVERITY.statement],
  ["WARNING", SEVERITY.other],
  ["NOTICE", SEVERITY.other],
  ["INFO", SEVERITY.other],
  ...["DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5"].map((word) => [word, SEVERITY.other] as const),
  ["HINT", SEVERITY.attached],
  ["QUERY", SEVERITY.attached],
  ["LOCATION", SEVERITY.attached],
  ["BACKTRACE", SEVERITY.attached],
];

const BYTES = WORDS.map(([word, severity]) => ({ word: Buffer.from(word, "latin1"), severity }));
const BY_FIRST: (typeof BYTES)[] = Array.from({ length: 256 }, (_, byte) => BYTES.filter((it) => it.word[0] === byte));
const FOREIGN = /(?:^|[^\p{L}\p{N}_])\p{Lu}{3,}[  ]?: {2}/u;

/** `LOG`, `ERROR`, … in the field of a structured log. */
export function severityIn(bytes: Buffer, from: number, to: number): number {
  // LOG is nearly always.
  if (bytes[from] === 76 && to - from === 3) return SEVERITY.log;
  const word = bytes.toString("latin1", from, to);
  return WORDS.find(([it]) => it === word)?.[1] ?? SEVERITY.foreign;
}

/** Finds `LOG:  ` and its like. `message` is where the text behind it begins. */
export class SeverityWord {
  message = 0;
  /** Where the word itself begins. */
  begin = 0;

  /** The severity whose word begins exactly here; 0 for none. */
  at(bytes: Buffer, at: number, end: number): number {
    if (at >= end) return SEVERITY.none;
    const words = BY_FIRST[bytes[at] as number] as typeof BYTES;
    for (let index = 0; index < words.length; index += 1) {
      const { word, severity } = words[index] as (typeof BYTES)[number];
      const colon = at + word.length;
      if (colon >= end || bytes[colon] !== 58 || (bytes[colon + 1] !== 32 && colon + 1 < end)) continue;
      let same = 1;
      while (same < word.length && word[same] === bytes[at + same]) same += 1;
      if (same < word.length) continue;
      let message = colon + 1;
      while (message < end && bytes[message] === 32) message += 1;
      this.message = message;
      this.begin = at;
      return severity;
    }
    return SEVERITY.none;
  }

  /** The first severity from here on within the line. Words of other languages than English are told by their form. */
  find(bytes: Buffer, from: number, end: number): number {
    for (let at = from; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (byte < 65 || byte > 87) continue;
      if (at === from || !isWordByte(bytes[at - 1] as number)) {
        const severity = this.at(bytes, at, end);
        if (severity !== SEVERITY.none) return severity;
      }
    }
    const line = bytes.toString("utf8", from, Math.min(end, from + 300));
    if (!FOREIGN.test(line)) return SEVERITY.none;
    this.message = end;
    return SEVERITY.foreign;
  }
}

function isWordByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95 || byte >= 128;
}
