import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { PgassayError } from "../model/failure.ts";

const run = promisify(execFile);

/** The files of a commit, in a folder of their own that goes with `remove`. */
export interface Checkout {
  /** Abbreviated, for people. */
  readonly commit: string;
  /** The sources as they were; those that did not exist then are left out. */
  readonly sources: readonly string[];
  remove(): void;
}

/**
 * Writes the sources as they were at a commit, without touching the repository, its index or its working tree.
 * `ref` null: where the current branch left the default branch.
 */
export async function checkout(ref: string | null, sources: readonly string[]): Promise<Checkout> {
  const root = await repositoryOf(sources[0] as string);
  const commit = ref === null ? await forkPoint(root) : await commitOf(root, ref);
  const folder = mkdtempSync(path.join(tmpdir(), "pgassay-since-"));
  try {
    const index = path.join(folder, "index");
    const tree = path.join(folder, "tree");
    mkdirSync(tree);
    const env = { ...process.env, GIT_INDEX_FILE: index };
    await git(root, ["read-tree", commit], env);
    const paths = sources.map((source) => path.relative(root, realpathSync(source)));
    const { stdout } = await git(root, ["ls-files", "-z", "--", ...paths.map((it) => `:(top,literal)${it}`)], env);
    const files = stdout.split("\0").filter((file) => file !== "");
    for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
      await git(root, ["checkout-index", `--prefix=${tree}/`, "--", ...files.slice(at, at + FILES_AT_ONCE)], env);
    }
    return {
      commit: commit.slice(0, 10),
      sources: paths.map((it) => path.join(tree, it)).filter((it) => existsSync(it)),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const FILES_AT_ONCE = 500;

async function repositoryOf(source: string): Promise<string> {
  if (!existsSync(source)) throw notThere(source, "only files can be looked up in git");
  const folder = statSync(source).isDirectory() ? source : path.dirname(source);
  try {
    const { stdout } = await git(folder, ["rev-parse", "--show-toplevel"]);
    return realpathSync(stdout.trim());
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOENT"
      ? notThere("git", "it is not installed", error)
      : notThere(source, "it is not in a git repository", error);
  }
}

async function commitOf(root: string, ref: string): Promise<string> {
  try {
    return (await git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])).stdout.trim();
  } catch (error) {
    throw new PgassayError(
      {
        what: `--since ${ref}`,
        why: "git knows no such commit here",
        next: "Fetch it first (CI often has a shallow clone), or name another",
      },
      { cause: error },
    );
  }
}

async function forkPoint(root: string): Promise<string> {
  for (const branch of ["origin/HEAD", "origin/main", "origin/master", "main", "master"]) {
    try {
      return (await git(root, ["merge-base", "HEAD", branch])).stdout.trim();
    } catch {
      // The next one may be there.
    }
  }
  throw new PgassayError({
    what: "--only-changed",
    why: "no default branch was found: neither origin/HEAD, main nor master shares a commit with this one",
    next: "Name the commit: --since origin/develop",
  });
}

function notThere(what: string, why: string, cause?: unknown): PgassayError {
  return new PgassayError({ what, why, next: "--since and --only-changed compare files of a git repository" }, { cause });
}

function git(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  return run("git", [...args], { cwd, env, maxBuffer: 1 << 28 });
}
