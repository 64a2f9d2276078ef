/** One entry of pg_stat_statements: one statement of one role. */
export interface StatStatementsRow {
  /** Null when the server has lost it, or it is too long to be read. */
  readonly query: string | null;
  readonly calls: number;
  /** Milliseconds of execution; planning is not in it. */
  readonly totalMs: number;
  readonly maxMs: number;
  readonly rows: number;
}

/** What the view shows instead of the text of another role's statement to who may not read all statistics. */
export const INSUFFICIENT_PRIVILEGE = "<insufficient privilege>";

/** Columns by the name that each version gives them, the newest first: before 1.8 (PostgreSQL 13) times were not parted into planning and execution. */
export const COLUMNS = {
  query: ["query"],
  calls: ["calls"],
  totalMs: ["total_exec_time", "total_time"],
  maxMs: ["max_exec_time", "max_time"],
  rows: ["rows"],
} as const;

/** The name that a column has here; undefined when it has none. */
export function columnOf(names: readonly string[], column: keyof typeof COLUMNS): string | undefined {
  return COLUMNS[column].find((name) => names.includes(name));
}
