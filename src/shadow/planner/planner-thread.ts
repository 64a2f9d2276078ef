import { EmbeddedThread, errorOf } from "../thread.ts";
import type { Copy, FromPlanner, Plan, Prepared, Question, ToPlanner } from "./messages.ts";

/** Thrown when the planner did not answer in time, or a statement brought it down; it is closed by then. */
export class PlannerStopped extends Error {}

/** An embedded server in a thread of its own, asked one question at a time. Close it, whatever happens: it keeps the process alive. */
export class PlannerThread {
  readonly by = null;
  readonly #thread: EmbeddedThread<ToPlanner, FromPlanner>;
  readonly #deadline: number;

  /** `deadline` is a time of `performance.now()`, in milliseconds. */
  constructor(extensions: readonly string[], deadline: number) {
    this.#deadline = deadline;
    this.#thread = new EmbeddedThread("the planner thread", new URL("./worker.ts", import.meta.url), "shadow/planner/worker.js", null);
    this.#thread.tell({ is: "open", extensions });
  }

  async prepare(copy: Copy): Promise<Prepared> {
    const answer = await this.#ask({ is: "prepare", copy });
    return (answer as FromPlanner & { is: "prepared" }).prepared;
  }

  async plan(question: Question): Promise<readonly (Plan | null)[]> {
    const answer = await this.#ask({ is: "plan", question });
    return (answer as FromPlanner & { is: "planned" }).plans;
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  async #ask(message: ToPlanner): Promise<FromPlanner> {
    try {
      const answer = await this.#thread.askUntil(this.#deadline, message, () => new PlannerStopped("the planner took too long"));
      if (answer.is === "crashed") throw new PlannerStopped("a statement brought the planner down");
      if (answer.is === "broken") throw errorOf(answer);
      return answer;
    } catch (error) {
      if (error instanceof PlannerStopped) await this.close();
      throw error;
    }
  }
}
