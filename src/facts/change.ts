import type { LockMode } from "./lock.ts";

/** How long a lock is held: for a moment, for one pass over the table, for an index build, or for a copy of the table. */
export type Held = "instant" | "scan" | "build" | "rewrite";

/**
 * What a kind of change does to a running database.
 * Observed on PostgreSQL 15.18 and 18.4 through pg_locks, pg_relation_filenode and pg_stat_xact_user_tables;
 * the lock oracle of the test suite runs every step again on 14 to 18 and on PGlite.
 */
export interface ChangeFacts {
  /** Lock on the changed table. */
  readonly table?: readonly [LockMode, Held];
  /** Lock on the table at the other end of a foreign key. */
  readonly other?: readonly [LockMode, Held];
  /** Refused inside a transaction block (SQLSTATE 25001). */
  readonly alone?: true;
}

export const CHANGES = {
  "add column": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "add rewriting column": { table: ["ACCESS EXCLUSIVE", "rewrite"] },
  "drop column": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "rename column": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "set default": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "change type in catalog": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "change type with index rebuild": { table: ["ACCESS EXCLUSIVE", "build"] },
  "change type with rewrite": { table: ["ACCESS EXCLUSIVE", "rewrite"] },
  "add foreign key": { table: ["SHARE ROW EXCLUSIVE", "scan"], other: ["SHARE ROW EXCLUSIVE", "scan"] },
  "add not valid foreign key": { table: ["SHARE ROW EXCLUSIVE", "instant"], other: ["SHARE ROW EXCLUSIVE", "instant"] },
  "validate foreign key": { table: ["SHARE UPDATE EXCLUSIVE", "scan"], other: ["ROW SHARE", "scan"] },
  "drop foreign key": { table: ["ACCESS EXCLUSIVE", "instant"], other: ["ACCESS EXCLUSIVE", "instant"] },
  "rename constraint": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "add not valid check": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "validate check": { table: ["SHARE UPDATE EXCLUSIVE", "scan"] },
  "drop check": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "set not null": { table: ["ACCESS EXCLUSIVE", "scan"] },
  "set proven not null": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "drop not null": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "add constraint using index": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "create index": { table: ["SHARE", "build"] },
  "create index concurrently": { table: ["SHARE UPDATE EXCLUSIVE", "build"], alone: true },
  "drop index": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "drop index concurrently": { table: ["SHARE UPDATE EXCLUSIVE", "instant"], alone: true },
  "reindex concurrently": { table: ["SHARE UPDATE EXCLUSIVE", "build"], alone: true },
  "create index on only": { table: ["SHARE", "instant"] },
  "attach index": { table: ["ACCESS SHARE", "instant"] },
  "create trigger": { table: ["SHARE ROW EXCLUSIVE", "instant"] },
  "enable trigger": { table: ["SHARE ROW EXCLUSIVE", "instant"] },
  "drop trigger": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "create function": {},
  "drop function": {},
  "create table": {},
  "rename table": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "drop table": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "replace view": {},
  "drop view": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "create view": { table: ["ACCESS SHARE", "instant"] },
  "set row security": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "alter policy": { table: ["ACCESS EXCLUSIVE", "instant"] },
  "set logged": { table: ["ACCESS EXCLUSIVE", "rewrite"] },
  comment: { table: ["SHARE UPDATE EXCLUSIVE", "instant"] },
  /** Each new partition beside a default one; the lock on it lasts as long as the transaction. */
  "attach partition": { table: ["SHARE UPDATE EXCLUSIVE", "scan"] },
  "move rows away": { table: ["ACCESS EXCLUSIVE", "scan"] },
  "insert rows": { table: ["ROW EXCLUSIVE", "scan"] },
  "update in batches": { table: ["ROW EXCLUSIVE", "scan"], alone: true },
} as const satisfies Record<string, ChangeFacts>;

export type Change = keyof typeof CHANGES;
