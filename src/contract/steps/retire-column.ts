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
    statements: all(alter.map((each) => `${each} DROP NOT NULL`)),
    undo: alter.map((each) => `${each} SET NOT NULL`),
  });
  return [optional, ...steps];
}

/** The same for a column of which the plan has made sure that it may go. */
export function takeOutOfUse({ column, ...reasons }: Retirement): readonly [FixStep, ...FixStep[]] {
  return leave([column], reasons);
}

function leave(columns: readonly [Column, ...Column[]], { why, instruction, requires }: Reasons): readonly [FixStep, ...FixStep[]] {
  const [{ table }] = columns;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const taken = new Set(table.columns.map(({ name }) => name));
  const moves = columns.map(({ name }) => {
    const hidden = distinctName([name], "_unused", taken);
    taken.add(hidden);
    return { name, hidden };
  });
  const [names, hidden] = [namesOf(moves), namesOf(moves.map((move) => ({ name: move.hidden })))];
  const rename = (from: string, to: string) => `${on} RENAME COLUMN ${ident(from)} TO ${ident(to)}`;
  const one = columns.length === 1;
  return [
    manualStep({ phase: "switch", why, instruction }),
    step(touchTree("rename column", table), {
      phase: "switch",
      why: `Whatever still uses ${names} fails now, while the way back is a rename.`,
      statements: all(moves.map((move) => rename(move.name, move.hidden))),
      undo: moves.map((move) => rename(move.hidden, move.name)),
      ...(requires === undefined ? {} : { requires }),
      hazards: ["breaks clients"],
    }),
    manualStep({
      phase: "contract",
      why: one ? `${hidden} is the way back, as long as it exists.` : `${hidden} are the way back, as long as they exist.`,
      instruction: `Run until every client, report and job has passed without ${names}. The next step drops ${one ? "its" : "their"} values.`,
    }),
    step(touchTree("drop column", table), {
      phase: "contract",
      why: `Drop the ${one ? "column. Its" : "columns. Their"} room comes back when the table is next rewritten.`,
      statements: all(moves.map((move) => `${on} DROP COLUMN ${ident(move.hidden)}`)),
      undo: null,
      hazards: ["deletes data"],
    }),
  ];
}

/** A NOT NULL goes with its column; all else that stands on it is somebody's. */
function isFree({ dependents, generated, table }: Column): boolean {
  return dependents.length === 0 && generated === null && table.children.length === 0;
}

function namesOf(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => name).join(", ");
}

function all(statements: readonly string[]): SqlStep["statements"] {
  return statements as unknown as SqlStep["statements"];
}
