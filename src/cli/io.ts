import type { Readable, Writable } from "node:stream";

/** What the shell sees of the world: the real process in `main`, anything a test likes elsewhere. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by SIGINT and SIGTERM. */
  readonly interrupt: AbortSignal;
}

export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };
