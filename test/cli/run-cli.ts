import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, Readable, Writable } from "node:stream";
import { run } from "../../src/cli/run.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Both streams pretend to be a terminal of this many columns. */
  readonly columns?: number;
  readonly interrupt?: AbortSignal;
}

/** One command line, in this process, against streams that are kept. */
export async function cli(argv: readonly string[], world: World = {}): Promise<Outcome> {
  const stdout = new Kept(world.columns);
  const stderr = new Kept(world.columns);
  const { code } = await run(argv, {
    stdin: world.stdin === undefined ? new PassThrough().end() : Readable.from([world.stdin]),
    stdout,
    stderr,
    env: world.env ?? {},
    cwd: process.cwd(),
    interrupt: world.interrupt ?? new AbortController().signal,
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

class Kept extends Writable {
  text = "";
  readonly isTTY: boolean;
  readonly columns: number;

  constructor(columns: number | undefined) {
    super();
    this.isTTY = columns !== undefined;
    this.columns = columns ?? 80;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A folder of schema files that goes when the tests are over. */
export function folderOf(files: Readonly<Record<string, string>>): { readonly path: (name: string) => string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), "pgassay-cli-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return { path: (name) => path.join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
