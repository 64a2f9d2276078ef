import type { SqlStep } from "../contract/fix.ts";
import { PgassayError } from "../model/failure.ts";
import { EmbeddedThread, errorOf } from "../shadow/thread.ts";
import type { Applied, Built, Copy, CopyOf } from "./copy.ts";
import type { FromCopy, ToCopy } from "./messages.ts";

/** An embedded server in a thread of its own. Close it, whatever happens: it keeps the process alive. */
export class CopyThread implements Copy {
  readonly #thread: EmbeddedThread<ToCopy, FromCopy>;
  readonly #deadline: number;

  /** `deadline` is a time of `performance.now()`, in milliseconds. */
  constructor(extensions: readonly string[], deadline: number) {
    this.#deadline = deadline;
    this.#thread = new EmbeddedThread("the thread of the copy", new URL("./worker.ts", import.meta.url), "prove/worker.js", { extensions });
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

  close(): Promise<void> {
    return this.#thread.close();
  }

  async #ask(method: ToCopy["method"], ...parameters: readonly unknown[]): Promise<unknown> {
    const answer = await this.#thread.askUntil(this.#deadline, { method, parameters }, tooLate);
    if (answer.is === "answer") return answer.value;
    throw answer.is === "failure" ? new PgassayError(answer.parts) : errorOf(answer);
  }
}

function tooLate(): PgassayError {
  return new PgassayError({
    what: "the plan could not be tried",
    why: "the copy took too long",
    next: "Allow more with --max-duration, or fewer rules with --only",
  });
}
