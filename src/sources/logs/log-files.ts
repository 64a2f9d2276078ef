import { readdirSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { PgassayError } from "../../model/failure.ts";
import { hasMagic, matcher } from "../files/glob.ts";

export interface LogFile {
  /** As the user would write it. */
  readonly name: string;
  /** Null for standard input. */
  readonly path: string | null;
  readonly modified: Date;
  readonly size: number;
  /** Found in a folder or by a glob, not named. */
  readonly found: boolean;
}

/** What the user named: files, `-`, folders and globs, each file once. Folders are not entered further down. */
export function findLogs(paths: readonly string[], cwd = process.cwd()): LogFile[] {
  const files = paths.flatMap((path) => findOne(path, cwd));
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function findOne(path: string, cwd: string): LogFile[] {
  if (path === "-") return [{ name: "stdin", path: null, modified: new Date(), size: 0, found: false }];
  const full = resolve(cwd, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return inFolder(full, cwd, looksLikeLog);
  if (stat !== undefined) return [logFile(full, cwd, stat, false)];
  if (!hasMagic(path))
    throw cannotRead(path, "There is no such file or folder.", "Name log files, a folder of them, or - for standard input.");
  if (hasMagic(dirname(path))) {
    throw cannotRead(path, "Only the last part of a path may be a pattern.", "Let the shell expand it: leave the quotes away.");
  }
  const matches = matcher(basename(path));
  const files = inFolder(resolve(cwd, dirname(path)), cwd, matches);
  if (files.length === 0) throw cannotRead(path, "No file matches.", "Check the pattern.");
  return files;
}

function inFolder(folder: string, cwd: string, wanted: (name: string) => boolean): LogFile[] {
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    throw cannotRead(folder, `The system says ${(error as NodeJS.ErrnoException).code}.`, "Check the path and its permissions.");
  }
  const files = names
    .filter(wanted)
    .map((name) => join(folder, name))
    .flatMap((path) => {
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat?.isFile() === true ? [logFile(path, cwd, stat, true)] : [];
    });
  if (files.length === 0) throw cannotRead(folder, "No file in it is called like a log.", "Name the files: postgresql-*.log");
  return files;
}

function looksLikeLog(name: string): boolean {
  return !name.startsWith(".") && /\.(?:log|csv|json)(?:[.-]?\d+)*(?:\.(?:gz|zst|zip))?$|\.log\b/i.test(name);
}

function logFile(path: string, cwd: string, { mtime: modified, size }: Stats, found: boolean): LogFile {
  const below = relative(cwd, path);
  return { name: below.startsWith("..") ? path : below, path, modified, size, found };
}

function cannotRead(path: string, why: string, next: string): PgassayError {
  return new PgassayError({ what: `Cannot read ${path}`, why, next });
}
