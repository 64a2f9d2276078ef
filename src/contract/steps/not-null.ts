import { ident, literal, qualified } from "../../facts/identifier.ts";
import { takesNotValidNotNull } from "../../facts/not-null.ts";
import type { Table } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import type { Phase, SqlStep } from "../fix.ts";
import { constraintName } from "./foreign-key-steps.ts";
import { step } from "./step.ts";
import { touchTree } from "./tree.ts";

/** Makes a column NOT NULL without a scan under ACCESS EXCLUSIVE: the proof is made first, beside readers and writers. */
export function setNotNull(
  table: Table,
  column: string,
  why: string,
  server: Pick<Server, "version">,
  phase: Phase = "validate",
): SqlStep[] {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const native = takesNotValidNotNull(server);
  const name = constraintName(table, [table.name, column], native ? "_not_null" : "_is_not_null");
  const drop = `${on} DROP CONSTRAINT IF EXISTS ${ident(name)}`;
  const add = step(touchTree("add not valid check", table), {
    phase,
    why,
    statements: [
      native
        ? `${on} ADD CONSTRAINT ${ident(name)} NOT NULL ${ident(column)} NOT VALID`
        : `${on} ADD CONSTRAINT ${ident(name)} CHECK (${ident(column)} IS NOT NULL) NOT VALID`,
    ],
    undo: [drop],
    requires: {
      sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(table.path)} WHERE ${ident(column)} IS NULL)`,
      because: "a row has no value there yet",
    },
  });
  const validate = step(touchTree("validate check", table), {
    phase,
    why: "Check the rows that were there before; readers and writers go on.",
    statements: [`${on} VALIDATE CONSTRAINT ${ident(name)}`],
    undo: [],
    ...(native ? { verify: isNotNull(table, column) } : {}),
  });
  if (native) return [add, validate];
  const set = step(touchTree("set proven not null", table), {
    phase,
    why: "The proven CHECK spares the scan; then it has nothing left to say.",
    statements: [`${on} ALTER COLUMN ${ident(column)} SET NOT NULL`, drop],
    undo: [
      `${on} ADD CONSTRAINT ${ident(name)} CHECK (${ident(column)} IS NOT NULL) NOT VALID`,
      `${on} ALTER COLUMN ${ident(column)} DROP NOT NULL`,
    ],
    verify: isNotNull(table, column),
  });
  return [add, validate, set];
}

function isNotNull(table: Table, column: string): string {
  const relation = literal(qualified(table.path)).trim();
  return `SELECT a.attnotnull FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass(${relation}) AND a.attname = ${literal(column).trim()}`;
}
