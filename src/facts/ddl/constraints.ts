import type { Column, Constraint, ForeignKey, LocalConstraint } from "../../model/catalog.ts";
import { dollarQuoted, ident, literal, qualified } from "../identifier.ts";
import { restoreForeignKey } from "./foreign-key.ts";
import { commentOn } from "./owned.ts";
import { withParameters } from "./settings.ts";

/** Nothing for a constraint that a parent table brings. */
export function addConstraint(constraint: Constraint): string[] {
  if (!constraint.local && constraint.type !== "primary" && constraint.type !== "unique" && constraint.type !== "exclusion") return [];
  if (constraint.type === "foreign")
    return [...restoreForeignKey(constraint), ...(constraint.unchecked === true ? [uncheck(constraint)] : [])];
  const { table } = constraint;
  const name = ident(constraint.name);
  // A constraint with an index of a partitioned table gets the indexes of the partitions one by one.
  const only = table.partitioning !== null && constraint.index !== null ? "ONLY " : "";
  return [
    `ALTER TABLE ${only}${qualified(table.path)} ADD CONSTRAINT ${name} ${text(constraint)}`,
    ...commentOn(`CONSTRAINT ${name} ON ${qualified(table.path)}`, constraint.comment),
    ...(constraint.index === null
      ? []
      : commentOn(`INDEX ${qualified([table.schema.name, constraint.index.name])}`, constraint.index.comment)),
  ];
}

function text(constraint: LocalConstraint): string {
  if (constraint.definition !== null) return constraint.definition;
  const { index, columns } = constraint;
  if (constraint.type === "not null")
    return `NOT NULL ${columns.map(({ name }) => ident(name)).join()}${constraint.validated ? "" : " NOT VALID"}`;
  return [
    constraint.type === "primary" ? "PRIMARY KEY" : index?.nullsNotDistinct === true ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE",
    `(${columns.map((column, at) => key(column, constraint.temporal && at === columns.length - 1)).join(", ")})`,
    ...(index === null || index.include.length === 0 ? [] : [`INCLUDE (${index.include.map(({ name }) => ident(name)).join(", ")})`]),
    ...(index === null ? [] : [withParameters(index.settings).trim()]),
    ...(index === null || index.tablespace === null ? [] : [`USING INDEX TABLESPACE ${ident(index.tablespace)}`]),
    ...(constraint.deferrable ? [`DEFERRABLE${constraint.deferred ? " INITIALLY DEFERRED" : ""}`] : []),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function key(column: Column, period: boolean): string {
  return period ? `${ident(column.name)} WITHOUT OVERLAPS` : ident(column.name);
}

/** The triggers that check a foreign key have names made of OIDs. It fails while the key is missing, to be tried again. */
function uncheck(constraint: ForeignKey): string {
  const body = `DECLARE
  checking record;
BEGIN
  FOR checking IN
    SELECT t.tgrelid::pg_catalog.regclass AS relation, t.tgname AS name
    FROM pg_catalog.pg_trigger AS t
    JOIN pg_catalog.pg_constraint AS k ON k.oid = t.tgconstraint
    WHERE k.conname = ${literal(constraint.name).trim()} AND k.conrelid = ${literal(qualified(constraint.table.path)).trim()}::pg_catalog.regclass
  LOOP
    EXECUTE pg_catalog.format('ALTER TABLE %s DISABLE TRIGGER %I', checking.relation, checking.name);
  END LOOP;
  IF NOT FOUND THEN
    RAISE undefined_object;
  END IF;
END`;
  return `DO ${dollarQuoted(body)}`;
}
