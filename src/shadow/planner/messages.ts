import type { RebuildStatement } from "../../facts/ddl/rebuild.ts";

/** An index that might be made. */
export interface PlannedIndex {
  /** `CREATE INDEX name ON …`; the name is not taken. */
  readonly sql: string;
  readonly schema: string;
  readonly name: string;
  readonly bytesPerRow: number;
  /** Share of the table's rows that are in it: less than 1 for a partial one. */
  readonly share: number;
}

/** Everything that the copy is made of. */
export interface Copy {
  readonly rebuild: readonly RebuildStatement[];
  /** SELECT pg_restore_relation_stats(…) and the like, one each. */
  readonly statistics: readonly string[];
  /** Where statements look for names that have no schema. */
  readonly searchPath: string;
  /** Settings of the planner: `random_page_cost = '1.1'`. */
  readonly settings: readonly string[];
  readonly indexes: readonly PlannedIndex[];
  readonly statements: readonly string[];
}

export interface Prepared {
  /** Whether each index could be made, and its size; null for one that the server refused. */
  readonly indexes: readonly ({ readonly bytes: number } | null)[];
  /** Which statements can be planned. */
  readonly plannable: readonly boolean[];
}

/** Plans for these statements while of all planned indexes only these are there. Both are positions in `Copy`. */
export interface Question {
  readonly statements: readonly number[];
  readonly indexes: readonly number[];
}

/** What the planner thinks of one statement. */
export interface Plan {
  /** Total cost, in the planner's units. */
  readonly cost: number;
  /** Which of the planned indexes it uses: positions in `Copy`. */
  readonly uses: readonly number[];
}

export type ToPlanner =
  | { readonly is: "open"; readonly extensions: readonly string[] }
  | { readonly is: "prepare"; readonly copy: Copy }
  | { readonly is: "plan"; readonly question: Question };

export type FromPlanner =
  | { readonly is: "prepared"; readonly prepared: Prepared }
  | { readonly is: "planned"; readonly plans: readonly (Plan | null)[] }
  /** A statement brought the embedded server down. */
  | { readonly is: "crashed" }
  | { readonly is: "broken"; readonly message: string; readonly stack: string };
