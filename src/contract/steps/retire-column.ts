import { distinctName } from "../../facts/distinct-name.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import type { Column } from "../../model/catalog.ts";
import type { FixStep, SqlStep } from "../fix.ts";
import { manualStep, step } from "./step.ts";
import { touchTree } from "./tree.ts";

interface Reasons {
  /** Why nobody will miss it. */
  readonly why: string;
  /** What has to be read and written instead. */
  readonly instruction: string;
  /** True when no value is lost with the column. */
  readonly requires?: SqlStep["requires"];
}

export interface Retirement extends Reasons {
  readonly column: Column;
}

/**
 * Takes a column out of use, then out of sight for a while, then away. Null when something else in the catalog stands on
 * the column, or its rows may not be without a value: a plan of ours would only guess what becomes of those.
 */
export function retireColumn(retirement: Retirement): readonly [FixStep, ...FixStep[]] | null {
  return retirement.column.notNull || !isFree(retirement.column) ? null : takeOutOfUse(retirement);
}

/** The same for columns of one table, all or none. Where one may not be without a value and has no default, it may from the first step on. */
export function retireColumns(columns: readonly [Column, ...Column[]], reasons: Reasons): readonly [FixStep, ...FixStep[]] | null {
  if (!columns.every(isFree)) return null;
  const [{ table }] = columns;
  const required = columns.filter((column) => column.notNull && column.default === null);
  const steps = leave(columns, reasons);
  if (required.length === 0) return steps;
  const alter = required.map(({ name }) => `ALTER TABLE ${qualified(table.path)} ALTER COLUMN ${ident(name)}`);
  const optional = step(touchTree("drop not null", table), {
    phase: "expand",
    why: `Rows may come without ${namesOf(required)} from now on.`,
    statements: alter.map((each) => `${each} DROP NOT NULL`) as unknown as SqlStep["statements"],
    undo: alter.map((each) => `${each} SET NOT NULL`),
  });
  return [optional, ...steps];
}
