import type { z } from "zod";
import type { Advice } from "../model/advice.ts";
import type {
  Catalog,
  Column,
  Constraint,
  ForeignKey,
  Index,
  Policy,
  Routine,
  Schema,
  Sequence,
  Table,
  Trigger,
  View,
} from "../model/catalog.ts";
import type { ObjectRef, SourceLocation } from "../model/reference.ts";
import type { Sample } from "../model/sample.ts";
import type { Server } from "../model/snapshot.ts";
import type { Stats } from "../model/stats.ts";
import type { Statement, Workload } from "../model/workload.ts";
import type { Evidence } from "./finding.ts";
import type { FixDraft } from "./fix.ts";
import type { SuppressionState } from "./suppression.ts";

export const CATEGORIES = [
  "money",
  "keys",
  "indexes",
  "types",
  "redundancy",
  "security",
  "integrity",
  "storage",
  "workload",
  "naming",
  "gate",
] as const;
export type Category = (typeof CATEGORIES)[number];

export const SEVERITIES = ["error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** certain: from structure · likely: from statistics or workload · heuristic: from names and samples. */
export type Confidence = "certain" | "likely" | "heuristic";

/** What a rule may ask for besides its subject. A source reads only what the enabled rules need. */
export interface Inputs {
  catalog: Catalog;
  stats: Stats;
  sample: Sample;
  workload: Workload;
  /** Made from the workload, before the rules run. */
  advice: Advice;
  /** What became of suppressions and the baseline: known after every other rule ran. */
  suppressions: SuppressionState;
}
export type Input = keyof Inputs;

export interface Subjects {
  database: Catalog;
  schema: Schema;
  table: Table;
  column: Column;
  index: Index;
  constraint: Constraint;
  foreignKey: ForeignKey;
  view: View;
  routine: Routine;
  trigger: Trigger;
  policy: Policy;
  sequence: Sequence;
  /** Only when there is a workload. */
  statement: Statement;
}
export type SubjectKind = keyof Subjects;

/** Message templates by id; `{hole}` is filled from the draft's data. */
export type Messages = Readonly<Record<string, string>>;
type Holes<S extends string> = S extends `${string}{${infer H}}${infer Rest}` ? H | Holes<Rest> : never;

/** What a check yields. A hole without data does not compile. */
export type Draft<M extends Messages> = {
  [K in keyof M & string]: {
    readonly message: K;
    readonly data: Readonly<Record<Holes<M[K]>, string | number>>;
    /** The subject, unless the finding belongs to another object. */
    readonly object?: ObjectRef;
    /** Needed when one rule reports one object more than once; part of the fingerprint. */
    readonly key?: string;
    /** Where it is written, when that is not where the object is. */
    readonly at?: SourceLocation;
    readonly severity?: Severity;
    readonly confidence?: Confidence;
    readonly evidence?: readonly Evidence[];
    readonly related?: readonly ObjectRef[];
  };
}[keyof M & string];

/** An input that the rule did not declare does not compile. */
export type Context<N extends Input, U extends Input, O> = {
  readonly options: O;
  readonly server: Server;
  /** ISO 8601, the time of the snapshot: a rule never asks the clock. */
  readonly now: string;
  readonly find: Catalog["find"];
  /** True for a table that rules on tables are shown: a rule on a schema or the database asks before it speaks of one. */
  readonly isShown: (table: Table) => boolean;
} & { readonly [I in N]: Inputs[I] } & { readonly [I in U]?: Inputs[I] | undefined };

export interface RuleDocs {
  /** One sentence: what is reported. */
  readonly summary: string;
  /** What goes wrong, and when. */
  readonly why: string;
  /** What to do, and what the generated fix does. */
  readonly remedy: string;
  readonly ignoreWhen: string;
  readonly links: readonly string[];
}

export interface Rule<
  S extends SubjectKind = SubjectKind,
  N extends Input = Input,
  U extends Input = Input,
  O extends z.ZodType = z.ZodType,
  M extends Messages = Messages,
> {
  /** Kebab-case, named for the pattern it reports; equals the file's name. */
  readonly id: string;
  /** The kind of object it is shown, one at a time. Partitions and inherited columns are not shown: their parent is. */
  readonly on: S;
  /** Without these the rule is skipped, and the report says so. */
  readonly needs: readonly N[];
  /** Used when they are there. */
  readonly uses?: readonly U[];
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly recommended: boolean;
  readonly status: { readonly is: "preview" | "stable" | "deprecated"; readonly since: string; readonly replacedBy?: readonly string[] };
  /** Earlier ids, which keep working. */
  readonly aliases?: readonly string[];
  /** Server versions it applies to, as major numbers. */
  readonly postgres?: { readonly min?: number; readonly max?: number };
  readonly fixable: "always" | "sometimes" | "never";
  readonly docs: RuleDocs;
  /** Every option has a default: `options.parse({})` succeeds. */
  readonly options: O;
  readonly messages: M;
  /** A cheap first look, without context: `check` is spared the subjects for which it says no, and those are most of a large schema. */
  looksAt?(subject: Subjects[S]): boolean;
  check(subject: Subjects[S], ctx: Context<N, U, z.output<O>>): Iterable<Draft<M>>;
  fix?(subject: Subjects[S], draft: Draft<M>, ctx: Context<N, U, z.output<O>>): FixDraft | undefined;
}

/** A rule of any shape, as packs and the engine hold it. */
// biome-ignore lint/suspicious/noExplicitAny: a list of rules is invariant in every parameter; only `any` holds them all.
export type AnyRule = Rule<any, any, any, any, any>;

export interface RulePack {
  readonly api: 1;
  readonly name: string;
  readonly version: string;
  readonly rules: readonly AnyRule[];
}

/** Gives a rule its types: the subject, the context and the drafts follow from the fields. */
export function defineRule<
  S extends SubjectKind,
  const N extends Input,
  O extends z.ZodType,
  const M extends Messages,
  const U extends Input = never,
>(rule: Rule<S, N, U, O, M>): Rule<S, N, U, O, M> {
  return rule;
}
