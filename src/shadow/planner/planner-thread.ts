import type { Worker } from "node:worker_threads";
import { startWorker } from "../start-worker.ts";
import type { Copy, FromPlanner, Plan, Prepared, Question, ToPlanner } from "./messages.ts";

/** Thrown when the planner did not answer in time, or a statement brought it down; it is closed by then. */
export class PlannerStopped extends Error {}

/** An embedded server in a thread of its own, asked one question at a time. Close it, whatever happens: it keeps the process alive. */
export class PlannerThread {
  readonly by = null;
  readonly #worker: Worker;
  readonly #deadline: number;
  readonly #broken: Promise<never>;
  #closed = false;

  /** `deadline` is a time of `performance.now()`, in milliseconds. */
  constructor(extensions: readonly string[], deadline: number) {
    this.#deadline = deadline;
    this.#worker = startWorker(new URL("./worker.ts", import.meta.url), "shadow/planner/worker.js", null);
    this.#broken = new Promise((_, reject) => {
      this.#worker.on("error", reject);
      this.#worker.on("exit", () => {
        if (!this.#closed) reject(new Error("the planner thread ended by itself"));
      });
    });
    this.#broken.catch(() => {});
    this.#send({ is: "open", extensions });
  }

  async prepare(copy: Copy): Promise<Prepared> {
    const answer = await this.#ask({ is: "prepare", copy });
    return (answer as FromPlanner & { is: "prepared" }).prepared;
  }

  async plan(question: Question): Promise<readonly (Plan | null)[]> {
    const answer = await this.#ask({ is: "plan", question });
    return (answer as FromPlanner & { is: "planned" }).plans;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker.terminate();
  }

  async #ask(message: ToPlanner): Promise<FromPlanner> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new PlannerStopped("the planner took too long")), Math.max(1, this.#deadline - performance.now()));
    });
    const answered = new Promise<FromPlanner>((resolve) => {
      this.#worker.once("message", resolve);
    });
    this.#send(message);
    try {
      const answer = await Promise.race([answered, late, this.#broken]);
      if (answer.is === "crashed") throw new PlannerStopped("a statement brought the planner down");
      if (answer.is !== "broken") return answer;
      const error = new Error(answer.message);
      error.stack = answer.stack;
      throw error;
    } catch (error) {
      if (error instanceof PlannerStopped) await this.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #send(message: ToPlanner): void {
    this.#worker.postMessage(message);
  }
}
