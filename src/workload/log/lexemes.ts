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
  other: 9,
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

export function endOfIdentifier(bytes: Buffer, from: number, end: number): number {
  for (let at = from + 1; at < end; at += 1) {
    if (bytes[at] !== 34) continue;
    if (bytes[at + 1] !== 34 || at + 1 >= end) return at + 1;
    at += 1;
  }
  return end + 1;
}

/** `1`, `1.5`, `1_000`, `1e-5`, `0x1F`; letters behind it are none of it. */
export function endOfNumber(bytes: Buffer, from: number, end: number): number {
  let at = endOfDigits(bytes, from, end);
  if (at === from + 1 && bytes[from] === 48 && at < end) {
    const base = (bytes[at] as number) | 32;
    if (base === 120) return endOfHex(bytes, at + 1, end);
    if (base === 111 || base === 98) return endOfDigits(bytes, at + 1, end);
  }
  if (bytes[at] === 46 && at < end && bytes[at + 1] !== 46) at = endOfDigits(bytes, at + 1, end);
  if (at < end && ((bytes[at] as number) | 32) === 101) {
    const sign = bytes[at + 1] === 43 || bytes[at + 1] === 45 ? 2 : 1;
    const exponent = endOfDigits(bytes, at + sign, end);
    if (exponent > at + sign) at = exponent;
  }
  return at;
}

function endOfDigits(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (LEXEMES[bytes[at] as number] === LEXEME.digit || bytes[at] === 95)) at += 1;
  return at;
}

function endOfHex(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = (bytes[at] as number) | 32;
    if (!(LEXEMES[bytes[at] as number] === LEXEME.digit || (byte >= 97 && byte <= 102) || bytes[at] === 95)) break;
    at += 1;
  }
  return at;
}

/** Behind the `$` that ends the tag of `$tag$`; 0 when no dollar quote begins here. */
export function endOfTag(bytes: Buffer, from: number, end: number): number {
  let at = from + 1;
  while (at < end && (LEXEMES[bytes[at] as number] as number) <= LEXEME.digit) at += 1;
  return at < end && bytes[at] === 36 ? at + 1 : 0;
}
