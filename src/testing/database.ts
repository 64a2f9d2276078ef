import type { SnapshotData } from "../model/snapshot.ts";

/** What the oracles need of a database. Embedded and native servers both fit. */
export interface TestDatabase {
  /** Runs statements one after the other, each committing by itself unless a transaction is open. */
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly Record<string, unknown>[]>;
  snapshot(): Promise<SnapshotData>;
  /** Back to an empty schema public. */
  reset(): Promise<void>;
  /**
   * While `work` runs outside any transaction: table-level locks seen from another session, strongest per table.
   * Null where there is no second session (embedded PostgreSQL).
   */
  watch(tables: readonly (readonly string[])[], work: () => Promise<void>): Promise<ReadonlyMap<string, string> | null>;
}
