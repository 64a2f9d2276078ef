import type { Worker } from "node:worker_threads";
import type { SqlStep } from "../contract/fix.ts";
import { PgassayError } from "../model/failure.ts";
import { startWorker } from "../shadow/start-worker.ts";
import type { Applied, Built, Copy, CopyOf } from "./copy.ts";
import type { FromCopy, ToCopy } from "./messages.ts";

/** An embedded server in a thread of its own. Close it, whatever happens: it keeps the process alive. */
export class CopyThread implements Copy {
  readonly #worker: Worker;
  readonly #deadline: number;
  readonly #broken: Promise<never>;
  #closed = false;

  /** `deadline` is a time of `performance.now()`, in milliseconds. */
  constructor(extensions: readonly string[], deadline: number) {
    this.#deadline = deadline;
    this.#worker = startWorker(new URL("./worker.ts", import.meta.url), "prove/worker.js", { extensions });
    this.#broken = new Promise((_, reject) => {
      this.#worker.on("error", reject);
      this.#worker.on("exit", () => {
        if (!this.#closed) reject(new Error("the thread of the copy ended by itself"));
      });
    });
    this.#broken.catch(() => {});
  }

  build(of: CopyOf) {
    return this.#ask("build", of) as Promise<Built>;
  }
  apply(step: SqlStep, watched: boolean) {
    return this.#ask("apply", step, watched) as Promise<Applied>;
  }
  undo(step: SqlStep) {
    return this.#ask("undo", step) as Promise<string | null>;
  }
  holds(sql: string) {
    return this.#ask("holds", sql) as Promise<boolean | null>;
  }
  coax(sql: string, columns: readonly (readonly string[])[]) {
    return this.#ask("coax", sql, columns) as Promise<boolean>;
  }
  standIn(sql: string) {
    return this.#ask("standIn", sql) as Promise<boolean>;
  }
  catalog() {
    return this.#ask("catalog") as ReturnType<Copy["catalog"]>;
  }
  remember(except: readonly string[], growing: readonly (readonly string[])[]) {
    return this.#ask("remember", except, growing) as Promise<void>;
  }
  lost() {
    return this.#ask("lost") as ReturnType<Copy["lost"]>;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker.terminate();
  }

  async #ask(method: ToCopy["method"], ...parameters: readonly unknown[]): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const stop = () =>
        reject(
          new PgassayError({
            what: "the plan could not be tried",
            why: "the copy took too long",
            next: "Allow more with --max-duration, or fewer rules with --only",
          }),
        );
      timer = setTimeout(stop, Math.max(1, this.#deadline - performance.now()));
    });
    const answered = new Promise<FromCopy>((resolve) => {
      this.#worker.once("message", resolve);
    });
    this.#worker.postMessage({ method, parameters } satisfies ToCopy);
    try {
      const answer = await Promise.race([answered, late, this.#broken]);
      if (answer.is === "answer") return answer.value;
      if (answer.is === "failure") throw new PgassayError(answer.parts);
      throw Object.assign(new Error(answer.message), { stack: answer.stack });
    } finally {
      clearTimeout(timer);
    }
  }
}
