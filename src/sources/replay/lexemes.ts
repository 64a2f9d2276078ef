/** The bytes that PostgreSQL's lexer gives a meaning to. */
export const bytes = {
  newline: 10,
  return: 13,
  doubleQuote: 34,
  hash: 35,
  dollar: 36,
  quote: 39,
  open: 40,
  close: 41,
  star: 42,
  minus: 45,
  slash: 47,
  semicolon: 59,
  E: 69,
  backslash: 92,
  underscore: 95,
  e: 101,
} as const;

export function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** A byte that may begin a name: every byte of a character beyond ASCII may. */
export function isLetter(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === bytes.underscore || byte >= 128;
}

export function isWordByte(byte: number): boolean {
  return isLetter(byte) || (byte >= 48 && byte <= 57);
}

/** The word at this place, in lower case; long words are cut, since no keyword is. */
export function wordAt(text: Uint8Array, from: number): string {
  let word = "";
  for (let at = from; at < text.length && word.length < 24 && isWordByte(text[at] as number); at += 1) {
    word += String.fromCharCode(text[at] as number);
  }
  return word.toLowerCase();
}

/** Behind the newline, or the end of the text. */
export function endOfLine(text: Uint8Array, from: number): number {
  const newline = text.indexOf(bytes.newline, from);
  return newline < 0 ? text.length : newline + 1;
}

/** Behind the closing quote; -1 when there is none. A doubled quote reads as the end and the begin of two strings: same end. */
export function endOfQuoted(text: Uint8Array, from: number, quote: number, backslash: boolean): number {
  if (!backslash) {
    const end = text.indexOf(quote, from + 1);
    return end < 0 ? -1 : end + 1;
  }
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === bytes.backslash) at += 1;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return -1;
}

/** Behind `$tag$ … $tag$`; 0 when no dollar quote begins here, -1 when it never ends. */
export function endOfDollarQuote(text: Uint8Array, from: number): number {
  let at = from + 1;
  if (at < text.length && isLetter(text[at] as number)) while (at < text.length && isWordByte(text[at] as number)) at += 1;
  if (text[at] !== bytes.dollar) return 0;
  const tag = Buffer.from(text.subarray(from, at + 1));
  const end = Buffer.from(text.buffer, text.byteOffset, text.length).indexOf(tag, at + 1);
  return end < 0 ? -1 : end + tag.length;
}
