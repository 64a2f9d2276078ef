import { distinctName } from "../../facts/distinct-name.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import type { Column } from "../../model/catalog.ts";
import type { FixStep, SqlStep } from "../fix.ts";
import { manualStep, step } from "./step.ts";
import { touchTree } from "./tree.ts";

export interface Retirement {
  readonly column: Column;
  /** Why nobody will miss it. */
  readonly why: string;
  /** What has to be read and written instead. */
  readonly instruction: string;
  /** True when no value is lost with the column. */
  readonly requires?: SqlStep["requires"];
}

/**
 * Takes a column out of use, then out of sight for a while, then away. Null when something else in the catalog stands on
 * the column, or its rows may not be without a value: a plan of ours would only guess what becomes of those.
 */
export function retireColumn(retirement: Retirement): readonly [FixStep, ...FixStep[]] | null {
  const { dependents, notNull, generated, table } = retirement.column;
  return dependents.length > 0 || notNull || generated !== null || table.children.length > 0 ? null : takeOutOfUse(retirement);
}

/** The same for a column of which the plan has made sure that it may go. */
export function takeOutOfUse({ column, why, instruction, requires }: Retirement): readonly [FixStep, ...FixStep[]] {
  const { table } = column;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const hidden = distinctName([column.name], "_unused", new Set(table.columns.map(({ name }) => name)));
  const rename = (from: string, to: string) => `${on} RENAME COLUMN ${ident(from)} TO ${ident(to)}`;
  return [
    manualStep({ phase: "switch", why, instruction }),
    step(touchTree("rename column", table), {
      phase: "switch",
      why: `Whatever still uses ${column.name} fails now, while the way back is a rename.`,
      statements: [rename(column.name, hidden)],
      undo: [rename(hidden, column.name)],
      ...(requires === undefined ? {} : { requires }),
      hazards: ["breaks clients"],
    }),
    manualStep({
      phase: "contract",
      why: `${hidden} is the way back, as long as it exists.`,
      instruction: `Run until every client, report and job has passed without ${column.name}. The next step drops its values.`,
    }),
    step(touchTree("drop column", table), {
      phase: "contract",
      why: "Drop the column. Its room comes back when the table is next rewritten.",
      statements: [`${on} DROP COLUMN ${ident(hidden)}`],
      undo: null,
      hazards: ["deletes data"],
    }),
  ];
}
