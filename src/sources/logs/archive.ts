import { createReadStream } from "node:fs";
import { open as openFile } from "node:fs/promises";
import type { Duplex, Readable } from "node:stream";
import zlib from "node:zlib";
import { Decompress } from "fzstd";
import { PgassayError } from "../../model/failure.ts";

export type Archive = "gzip" | "zstd" | "zip" | "bzip2" | "xz";

const MAGIC: readonly (readonly [Archive, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
];

/** Told by its first bytes, whatever it is called; null for plain text. */
export function archiveOf(begin: Uint8Array): Archive | null {
  return MAGIC.find(([, magic]) => magic.every((byte, at) => begin[at] === byte))?.[0] ?? null;
}

export async function archiveAt(path: string): Promise<Archive | null> {
  const file = await openFile(path, "r");
  try {
    const begin = new Uint8Array(8);
    await file.read(begin, 0, begin.length, 0);
    return archiveOf(begin);
  } finally {
    await file.close();
  }
}

/** Rejects on bzip2 and xz, which Node cannot read. */
export function expanded(name: string, archive: "gzip" | "zstd" | "bzip2" | "xz", packed: Readable): AsyncIterable<Uint8Array> {
  if (archive === "gzip") return piped(packed, zlib.createGunzip());
  if (archive === "zstd") return zstd(packed);
  throw new PgassayError({
    what: `Cannot read ${name}`,
    why: `It is compressed with ${archive}.`,
    next: `Unpack it on the way: ${archive === "xz" ? "xzcat" : "bzcat"} ${name} | pgassay workload -`,
  });
}

export function packedFile(path: string): Readable {
  return createReadStream(path);
}

/** No log is this long: it is an archive that was made to fill a machine. */
const MOST_EXPANDED = 256_000_000_000;

/** Ends in PgassayError behind `most` bytes. */
export async function* capped(name: string, chunks: AsyncIterable<Uint8Array>, most = MOST_EXPANDED): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most) {
      throw new PgassayError({
        what: `Cannot read ${name}`,
        why: `It expands to more than ${Math.floor(most / 1e9)} GB.`,
        next: "Unpack the part that you want, and name that.",
      });
    }
    yield chunk;
  }
}

function piped(packed: Readable, into: Duplex): Duplex {
  packed.on("error", (error) => into.destroy(error));
  return packed.pipe(into);
}

/** Node has it since 22.15. */
function zstd(packed: Readable): AsyncIterable<Uint8Array> {
  const native = (zlib as unknown as { readonly createZstdDecompress?: () => Duplex }).createZstdDecompress;
  return native === undefined ? pureZstd(packed) : piped(packed, native());
}

/** A few bytes can hold a block of 128 kB: small steps keep what is expanded at once small. */
const STEP = 2048;

async function* pureZstd(packed: Readable): AsyncIterable<Uint8Array> {
  let out: Uint8Array[] = [];
  const stream = new Decompress((data) => {
    out.push(data);
  });
  for await (const chunk of packed as AsyncIterable<Uint8Array>) {
    for (let at = 0; at < chunk.length; at += STEP) {
      pushed(stream, chunk.subarray(at, at + STEP), false);
      yield* out;
      out = [];
    }
  }
  pushed(stream, new Uint8Array(0), true);
  yield* out;
}

/** fzstd stumbles over damaged input with whatever goes wrong first. */
function pushed(stream: Decompress, chunk: Uint8Array, last: boolean): void {
  try {
    stream.push(chunk, last);
  } catch (error) {
    throw new Error("damaged", { cause: error });
  }
}
