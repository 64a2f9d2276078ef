import { isUtf8 } from "node:buffer";
import { PgassayError } from "../../model/failure.ts";

/** The text of one SQL file, as bytes of UTF-8 without a byte order mark. */
export interface SqlText {
  /** As the user named it, or relative to the folder that was named. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Refuses, with the place, what PostgreSQL could not read as UTF-8 text. */
export function sqlText(name: string, content: Buffer): SqlText {
  if (content.subarray(0, 5).toString("latin1") === "PGDMP" || isTarOfDump(content)) {
    throw new PgassayError({
      what: `Cannot read ${name}`,
      why: "It is a pg_dump archive, not SQL text.",
      next: "Turn it into SQL first: pg_restore -f schema.sql <file>",
    });
  }
  const packed = PACKED.find(([, magic]) => content.subarray(0, magic.length).equals(magic));
  if (packed !== undefined) {
    const [format, , unpack] = packed;
    throw new PgassayError({
      what: `Cannot read ${name}`,
      why: `It is packed with ${format}.`,
      next: `Unpack it first, or read it from standard input: ${unpack} <file> | pgassay audit -`,
    });
  }
  if (isUtf16(content)) {
    throw new PgassayError({
      what: `Cannot read ${name}`,
      why: "It is UTF-16 text.",
      next: "Save it as UTF-8: iconv -f UTF-16 -t UTF-8",
    });
  }
  const bytes = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? content.subarray(3) : content;
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    throw new PgassayError({
      what: `Cannot read ${name}`,
      why: `There is a NUL byte at offset ${nul}: SQL text has none.`,
      next: "Check that the file is the SQL text you mean.",
    });
  }
  if (!isUtf8(bytes)) {
    throw new PgassayError({
      what: `Cannot read ${name}`,
      why: `The byte at offset ${firstInvalid(bytes)} is not valid UTF-8.`,
      next: "Write the dump with pg_dump --encoding=UTF8, or convert the file with iconv.",
    });
  }
  return { name, bytes };
}

/** The first bytes of packed files, and what writes their content to standard output. */
const PACKED = [
  ["gzip", Buffer.from([0x1f, 0x8b]), "gunzip -c"],
  ["zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), "zstd -dc"],
  ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a]), "xz -dc"],
  ["bzip2", Buffer.from("BZh"), "bunzip2 -c"],
  ["zip", Buffer.from("PK\u0003\u0004"), "unzip -p"],
] as const;

function isUtf16(content: Buffer): boolean {
  return (content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff);
}

/** `pg_dump -Ft`: a tar whose first member is toc.dat. */
function isTarOfDump(content: Buffer): boolean {
  return content.subarray(0, 8).toString("latin1") === "toc.dat\0";
}

/** The longest valid prefix, by halves. A cut inside a character looks invalid, so up to three bytes are given back. */
function firstInvalid(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValidPrefix(bytes, middle)) good = middle;
    else bad = middle;
  }
  while (!isUtf8(bytes.subarray(0, good))) good -= 1;
  return good;
}

function isValidPrefix(bytes: Buffer, length: number): boolean {
  for (let cut = 0; cut < 4 && cut <= length; cut += 1) if (isUtf8(bytes.subarray(0, length - cut))) return true;
  return false;
}
