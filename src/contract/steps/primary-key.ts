import { ident, qualified } from "../../facts/identifier.ts";
import type { Table } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { step } from "./step.ts";

export interface PromotedIndex {
  readonly table: Table;
  /** A unique B-tree index without predicate or expressions, in the default order, on columns that are NOT NULL. */
  readonly index: string;
  readonly why: string;
  /** A unique constraint that makes way in the same transaction, and the statements that add it again. */
  readonly dropFirst?: { readonly name: string; readonly restore: readonly string[] };
  /** Statements that build the index again, because it goes with the constraint; empty for an index of the same plan; null when going back is ruled out. */
  readonly restore: readonly string[] | null;
}

/** Makes a unique index the primary key, in a moment. The constraint takes the index's name, so that nothing is renamed. */
export function promoteToPrimaryKey({ table, index, why, restore, dropFirst }: PromotedIndex): SqlStep {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const add = `${on} ADD CONSTRAINT ${ident(index)} PRIMARY KEY USING INDEX ${ident(index)}`;
  return step(
    { change: "add constraint using index", table },
    {
      phase: "switch",
      why,
      statements: dropFirst === undefined ? [add] : [`${on} DROP CONSTRAINT ${ident(dropFirst.name)}`, add],
      undo: restore === null ? null : [`${on} DROP CONSTRAINT ${ident(index)}`, ...(dropFirst?.restore ?? []), ...restore],
    },
  );
}
