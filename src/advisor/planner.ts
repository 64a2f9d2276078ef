import type { Plan, Prepared, Question } from "../shadow/planner/messages.ts";

/** Something that plans statements while chosen indexes are there. Each answer is in the order of its question. */
export interface Planner {
  readonly prepared: Prepared;
  plan(question: Question): Promise<readonly (Plan | null)[]>;
}
