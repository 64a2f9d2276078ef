import { closeSync, constants, fsyncSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Writes a whole file or nothing, readable by its owner alone, and never through a symbolic link. Throws the system's errors. */
export function writePrivate(path: string, content: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    throw Object.assign(new Error("it is a symbolic link"), { code: "ELOOP" });
  }
  const draft = join(folder, `.${basename(path)}.${process.pid}.${Date.now().toString(36)}`);
  const file = openSync(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
    closeSync(file);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
