import { startWorker } from "./start-worker.ts";

/** What a thread says of an error that is a bug: its words and its stack. */
export interface Broken {
  readonly message: string;
  readonly stack: string;
}

export function errorOf({ message, stack }: Broken): Error {
  return Object.assign(new Error(message), { stack });
}

/** A thread with an embedded server in it, which is told one thing at a time. Close it, whatever happens: it keeps the process alive. */
export class EmbeddedThread<To, From> {
  readonly #worker: ReturnType<typeof startWorker>;
  readonly #broken: Promise<never>;
  #closed = false;

  /** `name` is for the error when it ends by itself; see `startWorker` for the rest. */
  constructor(name: string, ...[source, built, workerData]: Parameters<typeof startWorker>) {
    this.#worker = startWorker(source, built, workerData);
    this.#broken = new Promise((_, reject) => {
      this.#worker.on("error", reject);
      this.#worker.on("exit", () => {
        if (!this.#closed) reject(new Error(`${name} ended by itself`));
      });
    });
    this.#broken.catch(() => {});
  }

  tell(message: To): void {
    this.#worker.postMessage(message);
  }

  /** Its next answer. Rejects when the thread ends, or as `stopped` does. */
  async ask(message: To, stopped: Promise<never>): Promise<From> {
    const answer = new Promise<From>((resolve) => {
      this.#worker.once("message", resolve);
    });
    this.tell(message);
    return Promise.race([answer, this.#broken, stopped]);
  }

  /** The same, with a time of `performance.now()` in milliseconds after which it rejects with what `late` makes. */
  async askUntil(deadline: number, message: To, late: () => Error): Promise<From> {
    let timer: NodeJS.Timeout | undefined;
    const stopped = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(late()), Math.max(1, deadline - performance.now()));
    });
    try {
      return await this.ask(message, stopped);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker.terminate();
  }
}
