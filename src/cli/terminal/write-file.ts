import { randomBytes } from "node:crypto";
import { lstat, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { PgassayError } from "../../model/failure.ts";

/** Readable by everyone that the umask lets; a snapshot file asks for 0o600. */
const REPORT_MODE = 0o666;

/** All or nothing: the file is whole or as it was before, and is never written through a link. */
export async function writeFileWhole(file: string, chunks: Iterable<string>, mode = REPORT_MODE): Promise<void> {
  await refuseWhatIsNoFile(file);
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString("hex")}`);
  try {
    const handle = await open(temporary, "wx", mode);
    try {
      for (const chunk of chunks) await handle.write(chunk);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannotWrite(file, error);
  }
}

async function refuseWhatIsNoFile(file: string): Promise<void> {
  const found = await lstat(file).catch(() => null);
  if (found === null || found.isFile()) return;
  const is = found.isSymbolicLink() ? "a symbolic link" : found.isDirectory() ? "a directory" : "not a regular file";
  throw new PgassayError({ what: `cannot write ${file}`, why: `it is ${is}`, next: "Name another file, or use a pipe" });
}

/** A reason that the system gives, as a sentence for people; any other error as it is. */
export function cannotWrite(file: string, error: unknown): unknown {
  const why = REASONS[(error as NodeJS.ErrnoException).code ?? ""];
  if (why === undefined) return error;
  return new PgassayError({ what: `cannot write ${file}`, why, next: "Name a file that you may write" }, { cause: error });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EEXIST: "its path goes through something that is not a directory",
  EISDIR: "it is a directory",
  ENOENT: "its directory does not exist",
  ENOSPC: "the disk is full",
  ENOTDIR: "its path goes through something that is not a directory",
  EROFS: "the file system is read-only",
};
