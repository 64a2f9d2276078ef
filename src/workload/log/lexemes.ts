/** What a byte begins outside of quotes. The first three may stand within a word. */
export const LEXEME = {
  word: 0,
  digit: 1,
  dollar: 2,
  blank: 3,
  quote: 4,
  doubleQuote: 5,
  minus: 6,
  slash: 7,
  open: 8,
  dot: 9,
  other: 10,
} as const;

export const LEXEMES = new Uint8Array(256).fill(LEXEME.other);
for (let byte = 0; byte < 256; byte += 1) {
  if ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95 || byte >= 128) LEXEMES[byte] = LEXEME.word;
  else if (byte >= 48 && byte <= 57) LEXEMES[byte] = LEXEME.digit;
  else if (byte === 32 || (byte >= 9 && byte <= 13)) LEXEMES[byte] = LEXEME.blank;
}
LEXEMES[36] = LEXEME.dollar;
LEXEMES[39] = LEXEME.quote;
LEXEMES[34] = LEXEME.doubleQuote;
LEXEMES[45] = LEXEME.minus;
LEXEMES[47] = LEXEME.slash;
LEXEMES[40] = LEXEME.open;
LEXEMES[46] = LEXEME.dot;

/*
 * Each of these takes the offset where something begins and gives the one behind it, or one beyond `end` when it never
 * ends.
 */

export function endOfLine(bytes: Buffer, at: number, end: number): number {
  const newline = bytes.indexOf(10, at);
  return newline < 0 || newline > end ? end : newline;
}

/** Comments nest. */
export function endOfComment(bytes: Buffer, from: number, end: number): number {
  let depth = 0;
  for (let at = from; at + 1 < end; at += 1) {
    if (bytes[at] === 47 && bytes[at + 1] === 42) {
      depth += 1;
      at += 1;
    } else if (bytes[at] === 42 && bytes[at + 1] === 47) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return end + 1;
}

export function endOfWord(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (LEXEMES[bytes[at] as number] as number) <= LEXEME.dollar) at += 1;
  return at;
}

export function endOfIdentifier(bytes: Buffer, from: number, end: number): number {
  for (let at = from + 1; at < end; at += 1) {
    if (bytes[at] !== 34) continue;
    if (bytes[at + 1] !== 34 || at + 1 >= end) return at + 1;
    at += 1;
  }
  return end + 1;
}

/** `1`, `1.5`, `.5`, `1_000`, `1e-5`, `0x1F`; what is behind it and no digit of it is none of it. */
export function endOfNumber(bytes: Buffer, from: number, end: number): number {
  if (bytes[from] === 48 && from + 1 < end) {
    const digits = BASES[(bytes[from + 1] as number) | 32];
    const to = digits === undefined ? 0 : endOfDigits(bytes, from + 2, end, digits);
    if (to > from + 2) return to;
  }
  let at = endOfDigits(bytes, from, end, DECIMAL);
  if (at < end && bytes[at] === 46 && bytes[at + 1] !== 46) at = endOfDigits(bytes, at + 1, end, DECIMAL);
  if (at < end && ((bytes[at] as number) | 32) === 101) {
    const sign = bytes[at + 1] === 43 || bytes[at + 1] === 45 ? 2 : 1;
    const exponent = endOfDigits(bytes, at + sign, end, DECIMAL);
    if (exponent > at + sign) at = exponent;
  }
  return at;
}

/** `$1`, from its first digit. */
export function endOfParameter(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && LEXEMES[bytes[at] as number] === LEXEME.digit) at += 1;
  return at;
}

const DECIMAL = digitsOf("0123456789");
const BASES: Readonly<Record<number, Uint8Array>> = {
  98: digitsOf("01"),
  111: digitsOf("01234567"),
  120: digitsOf("0123456789abcdefABCDEF"),
};

function digitsOf(digits: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(digits)) table[byte] = 1;
  return table;
}

/** An underscore stands between two digits, or behind the letter of the base. */
function endOfDigits(bytes: Buffer, from: number, end: number, digits: Uint8Array): number {
  for (let at = from; at < end; at += 1) {
    if (digits[bytes[at] as number] === 1) continue;
    const between = bytes[at] === 95 && at + 1 < end && digits[bytes[at + 1] as number] === 1 && (at > from || digits !== DECIMAL);
    if (!between) return at;
  }
  return end;
}

/** Letters and digits right behind a number are an error, as is a dollar where it goes on a word: `1e5$`. */
export function isJunk(bytes: Buffer, from: number, to: number, end: number): boolean {
  if (to >= end) return false;
  const behind = LEXEMES[bytes[to] as number];
  if (behind !== LEXEME.dollar) return behind === LEXEME.word || behind === LEXEME.digit;
  for (let at = to - 1; at >= from; at -= 1) {
    if (LEXEMES[bytes[at] as number] !== LEXEME.digit) return LEXEMES[bytes[at] as number] === LEXEME.word;
  }
  return false;
}

/** Behind the `$` that ends the tag of `$tag$`; 0 when no dollar quote begins here. */
export function endOfTag(bytes: Buffer, from: number, end: number): number {
  let at = from + 1;
  while (at < end && (LEXEMES[bytes[at] as number] as number) <= LEXEME.digit) at += 1;
  return at < end && bytes[at] === 36 ? at + 1 : 0;
}

/** `E'…'`, where a backslash takes the quote behind it, and `B'…'` and `X'…'`, where a doubled quote is none. */
export type StringForm = "plain" | "escapes" | "bits";

/** `word`: where the last word began. One letter right before the quote is a prefix. */
export function formOf(bytes: Buffer, word: number, quote: number): StringForm {
  if (word < 0 || word !== quote - 1) return "plain";
  const prefix = (bytes[word] as number) | 32;
  if (prefix === 101) return "escapes";
  return prefix === 98 || prefix === 120 ? "bits" : "plain";
}

export function endOfString(bytes: Buffer, from: number, end: number, form: StringForm): number {
  for (let at = from + 1; at < end; at += 1) {
    if (bytes[at] === 92 && form === "escapes") at += 1;
    else if (bytes[at] === 39) {
      if (bytes[at + 1] !== 39 || at + 1 >= end || form === "bits") return at + 1;
      at += 1;
    }
  }
  return end + 1;
}

/** PostgreSQL takes two strings with nothing but a line break between them for one. */
export function joins(bytes: Buffer, from: number, to: number): boolean {
  let lineBreak = false;
  for (let at = from; at < to; at += 1) {
    if (LEXEMES[bytes[at] as number] !== LEXEME.blank) return false;
    if (bytes[at] === 10 || bytes[at] === 13) lineBreak = true;
  }
  return lineBreak;
}

/** `tag` is behind the tag that opens it. */
export function endOfDollarQuote(bytes: Buffer, from: number, tag: number, end: number): number {
  const close = bytes.indexOf(bytes.subarray(from, tag), tag);
  return close < 0 || close + tag - from > end ? end + 1 : close + tag - from;
}
