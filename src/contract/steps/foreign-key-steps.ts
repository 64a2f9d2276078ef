import { renderForeignKey, restoreForeignKey } from "../../facts/ddl/foreign-key.ts";
import { commentOn } from "../../facts/ddl/owned.ts";
import { distinctName } from "../../facts/distinct-name.ts";
import { takesNotValidForeignKey } from "../../facts/foreign-key.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import type { ForeignKey, Table } from "../../model/catalog.ts";
import type { Action } from "../../model/data.ts";
import type { Server } from "../../model/snapshot.ts";
import type { Phase, SqlStep } from "../fix.ts";
import { step } from "./step.ts";
import { touchForeignKey } from "./tree.ts";

export interface NewForeignKey {
  readonly table: Table;
  readonly name: string;
  readonly columns: readonly string[];
  readonly target: Table;
  readonly targetColumns: readonly string[];
  readonly onDelete: Action;
  /** For `SET NULL (columns)`; empty or left out when all of them are meant. */
  readonly setColumns?: readonly string[];
  readonly onUpdate?: Action;
  readonly match?: ForeignKey["match"];
  readonly deferrable?: boolean;
  readonly deferred?: boolean;
  readonly why: string;
  readonly phase?: Phase;
  readonly requires?: SqlStep["requires"];
}

/** Constraint names are unique within a table. */
export function constraintName(table: Table, parts: readonly string[], suffix: string): string {
  return distinctName(parts, suffix, new Set(table.constraints.map((constraint) => constraint.name)));
}

/**
 * Adds a foreign key without a scan, then proves the rows that are there without blocking writers.
 * Where the server cannot add it NOT VALID, one step does both, and writers wait for the scan.
 */
export function addForeignKey(key: NewForeignKey, server: Pick<Server, "version">): SqlStep[] {
  const { table, target, name, phase = "validate", why, requires } = key;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const parts = {
    phase,
    undo: [`${on} DROP CONSTRAINT IF EXISTS ${ident(name)}`],
    ...(requires === undefined ? {} : { requires }),
  };
  if (!takesNotValidForeignKey(table, server)) {
    return [
      step(touchForeignKey("add foreign key", table, target), {
        ...parts,
        why: `${why} Before PostgreSQL 18 a partitioned table takes no NOT VALID key, so writers wait while its rows are checked.`,
        statements: [`${on} ADD CONSTRAINT ${ident(name)} ${renderForeignKey(key)}`],
        verify: isValidated(table, name),
      }),
    ];
  }
  return [
    step(touchForeignKey("add not valid foreign key", table, target), {
      ...parts,
      why,
      statements: [`${on} ADD CONSTRAINT ${ident(name)} ${renderForeignKey(key)} NOT VALID`],
    }),
    step(touchForeignKey("validate foreign key", table, target), {
      phase,
      why: "Check the rows that were there before; readers and writers go on.",
      statements: [`${on} VALIDATE CONSTRAINT ${ident(name)}`],
      undo: [],
      verify: isValidated(table, name),
    }),
  ];
}

/** Drops a foreign key. Going back adds it again as it was. */
export function dropForeignKey(key: ForeignKey, why: string, phase: Phase = "contract"): SqlStep {
  return step(touchForeignKey("drop foreign key", key.table, key.target), {
    phase,
    why,
    statements: [`ALTER TABLE ${qualified(key.table.path)} DROP CONSTRAINT ${ident(key.name)}`],
    undo: restoreForeignKey(key),
  });
}

/** Puts a proven foreign key into the place and name of another one, in one transaction. */
export function replaceForeignKey(old: ForeignKey, replacement: string, why: string): SqlStep {
  const on = `ALTER TABLE ${qualified(old.table.path)}`;
  return step(touchForeignKey("drop foreign key", old.table, old.target), {
    phase: "switch",
    why,
    statements: [
      `${on} DROP CONSTRAINT ${ident(old.name)}`,
      `${on} RENAME CONSTRAINT ${ident(replacement)} TO ${ident(old.name)}`,
      ...commentOn(`CONSTRAINT ${ident(old.name)} ON ${qualified(old.table.path)}`, old.comment),
    ],
    undo: [`${on} RENAME CONSTRAINT ${ident(old.name)} TO ${ident(replacement)}`, ...restoreForeignKey(old)],
  });
}

function isValidated(table: Table, name: string): string {
  const relation = literal(qualified(table.path)).trim();
  return `SELECT c.convalidated FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass(${relation}) AND c.conname = ${literal(name).trim()}`;
}
