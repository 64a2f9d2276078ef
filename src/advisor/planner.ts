import type { IndexAdviceData } from "../model/advice.ts";
import type { Copy, Plan, Prepared, Question } from "../shadow/planner/messages.ts";

/** Something that plans statements while chosen indexes are there. Each answer is in the order of its question. */
export interface Planner {
  /** Null: by whatever figures the copy was made with. */
  readonly by: IndexAdviceData["by"] | null;
  prepare(copy: Copy): Promise<Prepared>;
  plan(question: Question): Promise<readonly (Plan | null)[]>;
  close(): Promise<void>;
}
