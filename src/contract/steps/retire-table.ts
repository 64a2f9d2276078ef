import { distinctName } from "../../facts/distinct-name.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import type { Table } from "../../model/catalog.ts";
import type { FixStep } from "../fix.ts";
import { relationNames } from "./index-steps.ts";
import { manualStep, step } from "./step.ts";

/**
 * Takes a table out of sight for a while, then away. Null when something else in the catalog stands on it, or when it
 * has partitions or heirs: a plan of ours would only guess what becomes of those.
 */
export function retireTable(table: Table, why: string): readonly [FixStep, ...FixStep[]] | null {
  const dependents = table.columns.flatMap((column) => column.dependents).filter((other) => !isOwn(other.path, table));
  if (dependents.length > 0 || table.referencedBy.length > 0 || table.children.length > 0 || table.parents.length > 0) return null;
  const hidden = distinctName([table.name], "_unused", relationNames(table.schema));
  const rename = (from: string, to: string) => `ALTER TABLE ${qualified([table.schema.name, from])} RENAME TO ${ident(to)}`;
  const others = [...new Set(table.foreignKeys.map(({ target }) => target))].filter((target) => target !== table);
  return [
    step(
      { change: "rename table", table },
      {
        phase: "switch",
        why: `${why} Whatever still uses ${table.name} fails now, while the way back is a rename.`,
        statements: [rename(table.name, hidden)],
        undo: [rename(hidden, table.name)],
        hazards: ["breaks clients"],
      },
    ),
    manualStep({
      phase: "contract",
      why: `${hidden} is the way back, as long as it exists.`,
      instruction: `Run until every client, report and job has passed without ${table.name}. The next step drops its rows.`,
    }),
    step(
      [
        { change: "drop table", table: { kind: "table", path: [table.schema.name, hidden] } },
        ...others.map((other) => ({ change: "drop foreign key", other }) as const),
      ],
      {
        phase: "contract",
        why: "Drop the table.",
        statements: [`DROP TABLE ${qualified([table.schema.name, hidden])}`],
        undo: null,
        hazards: ["deletes data"],
      },
    ),
  ];
}

/** Its own columns, indexes, constraints, triggers and policies go with it. */
function isOwn(path: readonly string[], table: Table): boolean {
  return path.length > 2 && table.path.every((name, at) => path[at] === name);
}
