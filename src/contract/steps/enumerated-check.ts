import { dollarQuoted, ident, literal, qualified } from "../../facts/identifier.ts";
import type { Column } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { constraintName } from "./foreign-key-steps.ts";
import { step } from "./step.ts";
import { touchTree } from "./tree.ts";

/** A CHECK that allows the values that a column has. The server writes the list by itself: no value is read by anybody else. */
export function checkKnownValues(column: Column, most: number): SqlStep[] {
  const { table } = column;
  const on = qualified(table.path);
  const name = constraintName(table, [table.name, column.name], "_check");
  const value = `t.${ident(column.name)}::text`;
  const drop = `ALTER TABLE ${on} DROP CONSTRAINT IF EXISTS ${ident(name)}`;
  const add = `ALTER TABLE ${on} ADD CONSTRAINT ${ident(name)} CHECK (${ident(column.name)} IN (`;
  const body = `
BEGIN
  EXECUTE ${literal(add).trim()}
    || (SELECT pg_catalog.string_agg(pg_catalog.quote_literal(v.value), ', ' ORDER BY v.value)
        FROM (SELECT DISTINCT ${value} AS value FROM ${on} AS t WHERE t.${ident(column.name)} IS NOT NULL) AS v)
    || ')) NOT VALID';
END
`;
  return [
    step(touchTree("add not valid check", table), {
      phase: "expand",
      why: "New rows take the values that are there, and no others.",
      statements: [`DO ${dollarQuoted(body)}`],
      undo: [drop],
      requires: {
        sql: `SELECT pg_catalog.count(*) BETWEEN 1 AND ${most} FROM (SELECT DISTINCT ${value} AS value FROM ${on} AS t WHERE t.${ident(column.name)} IS NOT NULL LIMIT ${most + 1}) AS v`,
        because: `the column has no value, or more than ${most} different ones`,
      },
      hazards: ["breaks clients"],
    }),
    step(touchTree("validate check", table), {
      phase: "validate",
      why: "Every row is checked; readers and writers go on.",
      statements: [`ALTER TABLE ${on} VALIDATE CONSTRAINT ${ident(name)}`],
      undo: [],
    }),
  ];
}
