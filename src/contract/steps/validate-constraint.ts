import { restoreForeignKey } from "../../facts/ddl/foreign-key.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import { oidOf } from "../../facts/oid.ts";
import type { Constraint, ForeignKey, LocalConstraint, Table } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { step } from "./step.ts";
import { touchForeignKey, touchTree } from "./tree.ts";

/**
 * Proves the rows that were there before a constraint was added NOT VALID, beside readers and writers.
 * Null where the server has no way to: on foreign tables, and for kinds that are never NOT VALID.
 */
export function validateConstraint(constraint: Constraint): SqlStep | null {
  const { table, type } = constraint;
  const rule = type === "check" || type === "not null" ? ruleOf(constraint) : null;
  if (table.foreign || (type !== "foreign" && rule === null)) return null;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const drop = `${on} DROP CONSTRAINT ${ident(constraint.name)}`;
  const touches =
    type === "foreign" ? touchForeignKey("validate foreign key", table, constraint.target) : touchTree("validate check", table);
  return step(touches, {
    phase: "validate",
    why: "Check the rows that were there before; readers and writers go on.",
    statements: [`${on} VALIDATE CONSTRAINT ${ident(constraint.name)}`],
    undo: type === "foreign" ? [drop, ...restoreForeignKey(constraint)] : [drop, ...restoreLocal(constraint)],
    requires:
      type === "foreign"
        ? { sql: noOrphans(constraint), because: "rows refer to rows that are not there" }
        : { sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(table.path)} WHERE NOT (${rule}))`, because: "rows break the constraint" },
    verify: `SELECT c.convalidated FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = ${oidOf(table.path)} AND c.conname = ${literal(constraint.name).trim()}`,
  });
}

/** A boolean query: every row of the referencing table keeps the foreign key. */
export function noOrphans(key: ForeignKey): string {
  const columns = key.columns.map((column) => `c.${ident(column.name)}`);
  const equal = columns.map((column, at) => `p.${ident((key.targetColumns[at] as { name: string }).name)} = ${column}`);
  const found = `EXISTS (SELECT FROM ${scanned(key.target)} AS p WHERE ${equal.join(" AND ")})`;
  const whole = `(${columns.map((column) => `${column} IS NOT NULL`).join(" AND ")} AND NOT ${found})`;
  // MATCH FULL: all columns are NULL, or none is.
  const half =
    key.match === "full" && columns.length > 1 ? ` OR pg_catalog.num_nulls(${columns.join(", ")}) BETWEEN 1 AND ${columns.length - 1}` : "";
  return `SELECT NOT EXISTS (SELECT FROM ${scanned(key.table)} AS c WHERE ${whole}${half})`;
}

/** A foreign key sees the rows of a partition tree, but not those of tables that merely inherit. */
function scanned(table: Table): string {
  return `${table.partitioning === null ? "ONLY " : ""}${qualified(table.path)}`;
}

/** What every row has to say yes or nothing to. */
function ruleOf(constraint: Constraint): string | null {
  const [column] = constraint.columns;
  if (constraint.type === "not null") return column === undefined ? null : `${ident(column.name)} IS NOT NULL`;
  return /^CHECK \((.*)\)(?: NO INHERIT)?(?: NOT VALID)?$/s.exec(constraint.definition ?? "")?.[1] ?? null;
}

function restoreLocal(constraint: LocalConstraint): string[] {
  const table = qualified(constraint.table.path);
  const rule =
    constraint.type === "not null"
      ? `NOT NULL ${constraint.columns.map(({ name }) => ident(name)).join()} NOT VALID`
      : constraint.definition;
  return [
    `ALTER TABLE ${table} ADD CONSTRAINT ${ident(constraint.name)} ${rule}`,
    ...(constraint.comment === null
      ? []
      : [`COMMENT ON CONSTRAINT ${ident(constraint.name)} ON ${table} IS ${literal(constraint.comment).trim()}`]),
  ];
}
