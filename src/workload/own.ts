/** Behind the first word of every statement that pgassay itself sends. */
const MARK = Buffer.from(" /* pgassay:");

/** Whether pgassay itself sent the statement that stands from `start` to `end`: reading a database is no use of it. */
export function isOwn(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at < end && isBlank(bytes[at] as number)) at += 1;
  while (at < end && isLetter(bytes[at] as number)) at += 1;
  return end - at > MARK.length && bytes[at + 1] === 47 && MARK.compare(bytes, at, at + MARK.length) === 0;
}

export function isOwnText(text: string): boolean {
  const bytes = Buffer.from(text);
  return isOwn(bytes, 0, bytes.length);
}

function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

function isLetter(byte: number): boolean {
  return (byte | 32) >= 97 && (byte | 32) <= 122;
}
