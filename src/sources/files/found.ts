import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { PgassayError } from "../../model/failure.ts";
import { hasMagic, matcher } from "./glob.ts";
import { type SqlText, sqlText } from "./sql-text.ts";

/** Files to replay. `root` is the folder that psql includes may not leave. */
export interface Found {
  readonly kind: "file" | "folder";
  readonly root: string;
  readonly files: readonly FoundFile[];
  /** Files of a folder that look like migrations in another language. */
  readonly foreign: readonly string[];
}

export interface FoundFile {
  /** Relative to the working directory when it is below, with forward slashes. */
  readonly name: string;
  /** Null for standard input. */
  readonly path: string | null;
}

const MOST_FILES = 20_000;
const DEEPEST_FOLDER = 12;
/** Above this Node cannot hold a file in one piece. */
const LARGEST_FILE = 2_000_000_000;
const FOREIGN = /\.(py|rb|ts|js|mjs|cjs|go|java|kt|cs|php|xml|ya?ml|json)$/i;

/** What the user named: a file, `-`, a folder, or a glob. Names come in no particular order. */
export function find(path: string, cwd = process.cwd()): Found {
  if (path === "-") return { kind: "file", root: cwd, files: [{ name: "stdin", path: null }], foreign: [] };
  const full = resolve(cwd, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return { kind: "folder", root: full, ...inFolder(full, cwd) };
  if (stat !== undefined) return { kind: "file", root: dirname(full), files: [named(full, cwd)], foreign: [] };
  if (hasMagic(path)) return matching(path, cwd);
  throw new PgassayError({
    what: `Cannot read ${path}`,
    why: "There is no such file or folder.",
    next: "Name an .sql file, a folder of migrations, or - for standard input.",
  });
}

export function read(file: FoundFile): SqlText {
  return sqlText(file.name, file.path === null ? readStandardInput() : readWhole(file.path, file.name));
}

function matching(pattern: string, cwd: string): Found {
  const fixed = pattern.split("/").findIndex(hasMagic);
  const root = resolve(cwd, pattern.split("/").slice(0, fixed).join("/") || (pattern.startsWith("/") ? "/" : "."));
  const matches = matcher(pattern.split("/").slice(fixed).join("/"));
  const files = [...walk(root)].filter((it) => matches(slashes(relative(root, it)))).map((it) => named(it, cwd));
  if (files.length === 0) {
    throw new PgassayError({
      what: `Cannot read ${pattern}`,
      why: "No file matches.",
      next: "Check the pattern; quote it so that the shell leaves it alone.",
    });
  }
  return { kind: "folder", root, files, foreign: [] };
}

function inFolder(folder: string, cwd: string): Pick<Found, "files" | "foreign"> {
  const all = [...walk(folder)];
  const files = all.filter((it) => /\.sql$/i.test(it)).map((it) => named(it, cwd));
  const folders = new Set(files.map((it) => dirname(it.path as string)));
  const foreign = all
    .filter((it) => FOREIGN.test(it) && (folders.has(dirname(it)) || dirname(it) === folder) && looksLikeMigration(basename(it)))
    .map((it) => named(it, cwd).name);
  return { files, foreign };
}

function looksLikeMigration(name: string): boolean {
  return /^(?:[VUR]?\d|[0-9a-f]{12}_)/i.test(name);
}

/** Every file below, hidden ones and node_modules apart. A folder that a link leads back to is entered once. */
function* walk(folder: string, seen = new Set<string>(), depth = 0): Generator<string> {
  const real = realpathSync(folder);
  if (seen.has(real) || depth > DEEPEST_FOLDER) return;
  seen.add(real);
  let entries: string[];
  try {
    entries = readdirSync(folder).sort();
  } catch {
    return;
  }
  let count = 0;
  for (const entry of entries) {
    if (entry.startsWith(".") || entry === "node_modules") continue;
    const path = join(folder, entry);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) yield* walk(path, seen, depth + 1);
    else if (stat?.isFile() === true) {
      count += 1;
      if (count > MOST_FILES) {
        throw new PgassayError({
          what: `Cannot read ${folder}`,
          why: `It holds more than ${MOST_FILES} files.`,
          next: "Name the folder of the migrations itself.",
        });
      }
      yield path;
    }
  }
}

function named(path: string, cwd: string): FoundFile {
  const below = relative(cwd, path);
  return { name: slashes(below.startsWith("..") ? path : below), path };
}

function slashes(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}

function readWhole(path: string, name: string): Buffer {
  try {
    const file = openSync(path, "r");
    try {
      if (fstatSync(file).size > LARGEST_FILE) {
        throw new PgassayError({
          what: `Cannot read ${name}`,
          why: "It is larger than 2 GB.",
          next: "Dump the structure alone: pg_dump --schema-only",
        });
      }
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof PgassayError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new PgassayError({ what: `Cannot read ${name}`, why: `The system says ${code}.`, next: "Check the path and its permissions." });
  }
}

/** `readFileSync(0)` fails with EAGAIN on a terminal or a slow pipe. */
function readStandardInput(): Buffer {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(1 << 16);
  for (;;) {
    try {
      const length = readSync(0, chunk, 0, chunk.length, null);
      if (length === 0) return Buffer.concat(chunks);
      chunks.push(Buffer.from(chunk.subarray(0, length)));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return Buffer.concat(chunks);
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
