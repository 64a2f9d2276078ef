import { ident, qualified } from "../../facts/identifier.ts";
import type { Index } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { validIndex } from "./index-steps.ts";
import { step } from "./step.ts";

/** Builds an index again while readers and writers go on. It keeps its name and all that hangs on it. */
export function rebuildIndex(index: Index): SqlStep {
  const name = qualified([index.path[0] as string, index.name]);
  return step(
    { change: "reindex concurrently", table: index.table },
    {
      phase: "validate",
      why: "Build the index again beside readers and writers; when this fails, it leaves a second index that is not valid.",
      statements: [`REINDEX INDEX CONCURRENTLY ${name}`],
      // An index that nobody could use is nothing to go back to.
      undo: null,
      ...(index.unique ? { requires: { sql: noDuplicates(index), because: "several rows have the same key" } } : {}),
      verify: validIndex(index.path[0] as string, index.name),
    },
  );
}

/** A boolean query: no two rows of the table have the key of this index, as it says which NULLs and rows count. */
export function noDuplicates(index: Pick<Index, "table" | "keys" | "predicate" | "nullsNotDistinct">): string {
  const keys = index.keys.map((key) => (key.column === null ? `(${key.expression})` : ident(key.column.name)));
  const where = [
    ...(index.predicate === null ? [] : [`(${index.predicate})`]),
    ...(index.nullsNotDistinct ? [] : keys.map((key) => `${key} IS NOT NULL`)),
  ];
  return `SELECT NOT EXISTS (SELECT FROM ${qualified(index.table.path)}${where.length === 0 ? "" : ` WHERE ${where.join(" AND ")}`} GROUP BY ${keys.join(", ")} HAVING count(*) > 1)`;
}
