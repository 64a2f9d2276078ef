import { type FileHandle, open } from "node:fs/promises";
import { PIECE_BYTES, PieceBuffer } from "./piece-buffer.ts";
import type { TextSource } from "./text-source.ts";

/** A plain file. One that grows is read as far as it reached when it was opened. */
export async function fileSource(path: string): Promise<TextSource> {
  const file = await open(path, "r");
  const { size } = await file.stat();
  const buffer = new PieceBuffer();
  let at = 0;
  return {
    next: async (carry) => {
      const into = buffer.after(carry);
      const read = await fill(file, into, carry.length, Math.min(PIECE_BYTES, size - at), at);
      at += read;
      return { bytes: into.subarray(0, carry.length + read), last: at >= size || read === 0 };
    },
    get bytes() {
      return at;
    },
    close: () => file.close(),
  };
}

async function fill(file: FileHandle, into: Buffer, offset: number, wanted: number, position: number): Promise<number> {
  let read = 0;
  while (read < wanted) {
    const { bytesRead } = await file.read(into, offset + read, wanted - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read;
}
