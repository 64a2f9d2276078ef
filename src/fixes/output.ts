import type { Plan } from "./planned.ts";
import type { PlanOrigin } from "./sql/sql.ts";

/** A file of a plan, by its path from the folder that is written. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** What of the project the files have to fit, read by the shell. */
export interface Project {
  /** Files that are in the migrations folder already: their names, and their text where a tool keeps its order in there. */
  readonly existing: readonly { readonly name: string; readonly text: string }[];
  /** The name of the folder above, which is the application's for Django. */
  readonly folder: string;
}

export type Emit = (plan: Plan, origin: PlanOrigin, project: Project) => readonly OutputFile[];
