import { EmbeddedThread, errorOf } from "../../shadow/thread.ts";
import type { Applied } from "./apply.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** `crash`: the statement brought the embedded server down. */
export type StopReason = "statement" | "duration" | "abort" | "crash";

export type Replayed = FromWorker & { readonly is: "done" };

/** Thrown when a thread was ended before it answered. */
export class ReplayStopped extends Error {
  readonly why: StopReason;
  /** The position of the statement that was running; null when none was. */
  readonly at: number | null;

  constructor(why: StopReason, at: number | null) {
    super(`replay stopped: ${why}`);
    this.why = why;
    this.at = at;
  }
}

/** One statement may take this long: a schema's own take milliseconds. */
const LONGEST_STATEMENT_MS = 30_000;
const WATCH_MS = 50;

/** The worker thread of one replay. Close it, whatever happens: it keeps the process alive. */
export class ReplayThread {
  readonly #thread: EmbeddedThread<ToWorker, FromWorker>;
  readonly #position: Int32Array;
  #statements: number | null = null;

  constructor() {
    const current = new SharedArrayBuffer(4);
    this.#position = new Int32Array(current);
    this.#thread = new EmbeddedThread("the replay thread", new URL("./worker.ts", import.meta.url), "sources/replay/worker.js", {
      current,
    });
  }

  /** Starts the embedded server, which takes a while: call it as early as the extensions are known. */
  open(extensions: readonly string[]): void {
    this.#thread.tell({ is: "open", extensions });
  }

  /** Rejects with `ReplayStopped` when a statement or the whole takes too long, or the signal says so. */
  async replay(
    statements: readonly Applied[],
    schemas: readonly string[] | null,
    durationMs: number,
    signal: AbortSignal,
  ): Promise<Replayed> {
    this.#statements = statements.length;
    const watch = this.#watched(durationMs, signal);
    try {
      const message = await this.#thread.ask({ is: "replay", statements, schemas }, watch.stopped);
      if (message.is === "done") return message;
      // A statement can bring the server down, as recursion without end does. Anything else is a bug, and keeps its stack.
      if (this.#running() !== null) throw new ReplayStopped("crash", this.#running());
      throw errorOf(message);
    } finally {
      watch.end();
    }
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  /** The thread cannot be asked while a statement spins, so it is watched from here. */
  #watched(durationMs: number, signal: AbortSignal): { readonly stopped: Promise<never>; end(): void } {
    const begun = performance.now();
    let last = -1;
    let since = begun;
    let stop: (why: StopReason) => void = () => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = (why) => reject(new ReplayStopped(why, this.#running()));
    });
    stopped.catch(() => {});
    const abort = () => stop("abort");
    const timer = setInterval(() => {
      const now = performance.now();
      const at = Atomics.load(this.#position, 0);
      if (at !== last) {
        last = at;
        since = now;
      }
      if (now - begun > durationMs) stop("duration");
      else if (now - since > LONGEST_STATEMENT_MS && this.#running() !== null && at > 0) stop("statement");
    }, WATCH_MS);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    return {
      stopped,
      end: () => {
        clearInterval(timer);
        signal.removeEventListener("abort", abort);
      },
    };
  }

  #running(): number | null {
    const at = Atomics.load(this.#position, 0);
    return this.#statements === null || at < 1 || at > this.#statements ? null : at - 1;
  }
}
