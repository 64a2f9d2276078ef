import type { SqlStep } from "../contract/fix.ts";
import type { CatalogData, Settings } from "../model/data.ts";
import type { Observed } from "../testing/apply.ts";

/** What the copy is made from. */
export interface CopyOf {
  readonly catalog: CatalogData;
  readonly extensions: Settings;
  /** The user's own SQL that fills it; null: rows are generated. */
  readonly rows: string | null;
  /** Columns, as `[schema, table, column]`, that hold no NULL as far as is known. */
  readonly neverNull: readonly (readonly string[])[];
}

export interface Built {
  /** Objects that could not be made, by their path. */
  readonly lost: readonly (readonly string[])[];
  /** Tables that no row could be made for. */
  readonly empty: readonly (readonly string[])[];
}

/** What a step came to in the copy. */
export type Applied =
  | { readonly is: "done"; readonly observed: Observed | null; readonly problems: readonly string[] }
  /** A precheck did not hold, or code of the schema's own refused; `by` then says so. */
  | { readonly is: "stopped"; readonly by: string | null }
  | { readonly is: "broken"; readonly reason: string };

/** A database in which a plan can be tried: made anew as often as needed. */
export interface Copy {
  /** Throws the user's own failure when `rows` cannot be run. */
  build(of: CopyOf): Promise<Built>;
  /** What it locks, rewrites and reads is looked at only when it is asked for. */
  apply(step: SqlStep, watched: boolean): Promise<Applied>;
  undo(step: SqlStep): Promise<string | null>;
  /** True or false as a query for one boolean says; null when it cannot be asked yet. */
  holds(sql: string): Promise<boolean | null>;
  /** Changes generated values of these columns until the query says true. False when nothing helps. */
  coax(sql: string, columns: readonly (readonly string[])[]): Promise<boolean>;
  /** The same in columns that were not there when values were remembered: what people do at a gate. */
  standIn(sql: string): Promise<boolean>;
  catalog(): Promise<CatalogData>;
  /** Remembers every value, but for columns of these names; triggers may add rows to the tables that `growing` lists. */
  remember(except: readonly string[], growing: readonly (readonly string[])[]): Promise<void>;
  /** What is not as remembered, one sentence each, without any value. */
  lost(): Promise<readonly { readonly column: readonly string[]; readonly problem: string }[]>;
  close(): Promise<void>;
}
