import { Readable } from "node:stream";
import { PgassayError } from "../../model/failure.ts";
import { archiveAt, archiveOf, capped, expanded, packedFile } from "./archive.ts";
import { fileSource } from "./file-source.ts";
import type { LogFile } from "./log-files.ts";
import { streamSource } from "./stream-source.ts";
import { resumed, type TextSource } from "./text-source.ts";
import { openZip } from "./zip.ts";

/** One log: a file, or a member of an archive. Both functions reject with PgassayError when the system or the archive refuses. */
export interface OpenLog {
  readonly file: LogFile;
  readonly name: string;
  /** In bytes as stored; 0 for standard input. */
  readonly size: number;
  open(): Promise<TextSource>;
}

/** The logs in a file; more than one only in a zip archive. */
export async function logsIn(file: LogFile): Promise<OpenLog[]> {
  const { path, name, size } = file;
  if (path === null) return [{ file, name, size, open: openStandardInput }];
  return told(name, async () => {
    const archive = await archiveAt(path);
    if (archive === null) return [{ file, name, size, open: () => told(name, async () => guarded(name, await fileSource(path))) }];
    if (archive !== "zip") return [{ file, name, size, open: () => told(name, async () => packedSource(name, archive, packedFile(path))) }];
    const { members, close } = await openZip(path);
    close();
    return members.map((member) => ({
      file,
      name: `${name}/${member}`,
      size,
      open: () => told(name, () => memberSource(path, name, member)),
    }));
  });
}

async function memberSource(path: string, name: string, member: string): Promise<TextSource> {
  const zip = await openZip(path);
  const stream = await zip.read(member);
  const close = () => {
    stream.destroy();
    zip.close();
  };
  return guarded(name, streamSource(capped(name, stream), close));
}

function packedSource(name: string, archive: "gzip" | "zstd" | "bzip2" | "xz", packed: Readable): TextSource {
  return guarded(
    name,
    streamSource(capped(name, expanded(name, archive, packed)), () => packed.destroy()),
  );
}

async function openStandardInput(): Promise<TextSource> {
  const plain = streamSource(process.stdin, () => process.stdin.destroy());
  const first = await plain.next(Buffer.alloc(0));
  const archive = archiveOf(first.bytes);
  const source = resumed(first, plain);
  if (archive === null) return source;
  if (archive !== "zip") return packedSource("stdin", archive, Readable.from(chunksOf(source)));
  throw new PgassayError({
    what: "Cannot read stdin",
    why: "A zip archive has its list of files at the end.",
    next: "Name the file instead.",
  });
}

async function* chunksOf(source: TextSource): AsyncIterable<Buffer> {
  for (;;) {
    const { bytes, last } = await source.next(Buffer.alloc(0));
    yield Buffer.from(bytes);
    if (last) return;
  }
}

/** What goes wrong while reading is told with the name of the file. */
function guarded(name: string, source: TextSource): TextSource {
  return {
    next: (carry) => told(name, () => source.next(carry)),
    get bytes() {
      return source.bytes;
    },
    close: () => source.close(),
  };
}

async function told<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PgassayError || error instanceof TypeError || error instanceof RangeError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === undefined || code.startsWith("Z_") || typeof code === "number" ? "The archive is damaged." : `The system says ${code}.`;
    throw new PgassayError({ what: `Cannot read ${name}`, why, next: "Check the file and its permissions." });
  }
}
