import type { Column, Table } from "./catalog.ts";
import type { Window } from "./snapshot.ts";

/** Of the format of a workload file. Additions keep it; a field that goes or changes its meaning raises it. */
export const WORKLOAD_VERSION = 1;

/** One normalised statement, and what its executions cost. Sums of shards, files and machines can be added. */
export interface StatementData {
  /** libpg_query's fingerprint as hex; of a text that does not parse, a hash of its shape. */
  readonly fingerprint: string;
  /**
   * Normalised: `$1`, `$2`, … stand for every literal, or `''` and `0` where the grammar takes no parameter. A list of
   * constants has one of them. `<unparsable>` when the text cannot be tokenised.
   */
  readonly sql: string;
  /** Executions: parses and binds are none. */
  readonly calls: number;
  /** Executions whose duration is known; the times below are theirs. */
  readonly timed: number;
  readonly totalMs: number;
  readonly maxMs: number;
  /** Rows returned or changed; null when the source does not say. */
  readonly rows: number | null;
  /** Calls by the tags in their comments, for the keys that were asked for. */
  readonly tags?: readonly TagData[];
}

export interface TagData {
  readonly key: string;
  readonly value: string;
  readonly calls: number;
}

/** In one session, `second` was the next statement after `first`. */
export interface PairData {
  readonly first: string;
  readonly second: string;
  readonly times: number;
  /** How often both were given an equal value: compared while reading, never kept. */
  readonly sharing: number;
}

/** One statement fired many times in a row within one session. */
export interface BurstData {
  readonly statement: string;
  /** The statement before the burst; null when it began the session. */
  readonly after: string | null;
  readonly bursts: number;
  /** Executions within all of these bursts. */
  readonly calls: number;
  readonly longest: number;
}

export const EVENT_KINDS = [
  "error",
  "deadlock",
  "lock wait",
  "cancel",
  "temporary file",
  "autovacuum",
  "autoanalyze",
  "checkpoint",
  "connection",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What else the log says, counted by what it is about. */
export interface EventData {
  readonly kind: EventKind;
  readonly sqlstate: string | null;
  /** The constraint or table it names; null when it names none. Never a value. */
  readonly subject: string | null;
  /** Fingerprint of the statement it happened to. */
  readonly statement: string | null;
  readonly count: number;
  /** Milliseconds of waits, vacuums and checkpoints; bytes of temporary files; null when there is nothing to add up. */
  readonly total: number | null;
  readonly max: number | null;
}

/** What was read, and what could not be. Nothing is dropped without being counted here. */
export interface WorkloadCoverage {
  /** Files, or the server; never with a password. */
  readonly sources: readonly string[];
  readonly bytes: number;
  readonly lines: number;
  /** Lines of no known form. */
  readonly unknownLines: number;
  /** Executions whose text could not be tokenised or parsed; they are among the statements. */
  readonly unparsable: number;
  /** Statements that the source threw away, such as deallocations of pg_stat_statements; null when it cannot know. */
  readonly dropped: number | null;
}

/** One mergeable summary of what a database was asked. No literal, parameter or comment is in it. */
export interface WorkloadData {
  readonly origin: "log" | "pg_stat_statements" | "both";
  readonly window: Window;
  /** By total time, then calls, then fingerprint. */
  readonly statements: readonly StatementData[];
  readonly sessions: { readonly count: number; readonly pairs: readonly PairData[]; readonly bursts: readonly BurstData[] };
  readonly events: readonly EventData[];
  readonly coverage: WorkloadCoverage;
}

/** How a column, an expression or a path stands in a statement. */
export type Used = "equality" | "range" | "pattern" | "join" | "order" | "group" | "conflict" | "output";

/** The rows over which a window function looks. */
export interface WindowFrame {
  readonly partition: readonly Column[];
  readonly order: readonly Column[];
  /** running: from the first row of the partition to this one; whole: the partition; bounded: rows near this one. */
  readonly frame: "running" | "whole" | "bounded";
}

/** How one statement touches one table: the shape from which composite, ordered, partial and GIN candidates are read. */
export interface Access {
  readonly table: Table;
  /** The alias that the statement gives the table, or its name. */
  readonly alias: string;
  /** What the statement does to its rows; null when it only reads them. */
  readonly writes: "insert" | "update" | "delete" | "merge" | null;
  /** `=`, IN, `= ANY`. A column that is equal to one of another table is in `join` alone. */
  readonly equality: readonly Column[];
  /** `<`, `>`, BETWEEN. */
  readonly range: readonly Column[];
  readonly join: readonly { readonly column: Column; readonly other: Column }[];
  /** Columns by which the rows are sorted, as far as this table alone can give the order. */
  readonly order: readonly { readonly column: Column; readonly descending: boolean; readonly nullsFirst: boolean }[];
  /** GROUP BY and DISTINCT ON. */
  readonly group: readonly Column[];
  /** The query that reads the table has a LIMIT or FETCH FIRST of its own. */
  readonly limited: boolean;
  /** Predicates without a user's value: `is_internal IS FALSE`, `deleted_at IS NULL`. */
  readonly constant: readonly { readonly column: Column; readonly predicate: string }[];
  /** A function or cast over a column: `date(created_at)`, `lower(email)`. */
  readonly applied: readonly { readonly column: Column; readonly expression: string; readonly used: Used }[];
  /**
   * Filters on json and jsonb: `@>`, `?`, `@?` and the like over the column, or a comparison of what `->>` and `#>>` take
   * out of it. `key` is null where the statement has a placeholder; `expression` is what is compared.
   */
  readonly json: readonly {
    readonly column: Column;
    readonly operator: string;
    readonly key: string | null;
    readonly expression: string;
    readonly used: Used;
  }[];
  /** Filters on what an array column holds: `@>`, `<@` and `&&`, with the column on either side. */
  readonly array: readonly { readonly column: Column; readonly operator: string }[];
  /** `LIKE` and `ILIKE`, `~` and `~*`. */
  readonly pattern: readonly { readonly column: Column; readonly operator: string }[];
  /** Columns that are compared with a date: `created_at >= CURRENT_DATE`, `created_at < $1::date`. */
  readonly dates: readonly Column[];
  /** `sum(amount)`; `over` when it is a window function. */
  readonly aggregated: readonly { readonly column: Column; readonly name: string; readonly over: WindowFrame | null }[];
  /** What the statement returns of it. */
  readonly output: readonly Column[] | "all";
  /** Every column that the statement reads in any place. */
  readonly read: readonly Column[];
  readonly written: readonly Column[];
  /** The target of ON CONFLICT; empty for one without a target of plain columns, null when there is none. */
  readonly conflict: readonly Column[] | null;
}

export interface Statement extends StatementData {
  readonly kind: "statement";
  /** The fingerprint alone. */
  readonly path: readonly [string];
  readonly command: "select" | "insert" | "update" | "delete" | "merge" | "other";
  /** It has a LIMIT, or FETCH FIRST. */
  readonly limited: boolean;
  readonly offset: boolean;
  /** It aggregates without GROUP BY, or calls functions alone: one row, whatever the tables hold. */
  readonly oneRow: boolean;
  readonly accesses: readonly Access[];
  /** False when a name in it could not be resolved through the catalog, or it does not parse. */
  readonly resolved: boolean;
}

/** What the database was asked, joined with the catalog. */
export interface Workload {
  readonly origin: WorkloadData["origin"];
  readonly window: Window;
  readonly statements: readonly Statement[];
  /** Milliseconds of all statements. */
  readonly totalMs: number;
  readonly sessions: WorkloadData["sessions"];
  readonly events: readonly EventData[];
  readonly coverage: WorkloadCoverage & {
    /** Calls and milliseconds of the statements that resolved, and of those that did not. */
    readonly resolved: { readonly calls: number; readonly ms: number };
    readonly unresolved: { readonly calls: number; readonly ms: number };
  };
  /** Statements with an access to the table. O(1). */
  touching(table: Table): readonly Statement[];
  /** O(1). */
  statement(fingerprint: string): Statement | undefined;
}
