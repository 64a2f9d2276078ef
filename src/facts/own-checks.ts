import type { Column } from "../model/catalog.ts";

/** Definitions of the CHECKs that read this column only. */
export function ownChecks(column: Column): readonly string[] {
  let found: string[] | null = null;
  for (const { type, columns, definition } of column.table.constraints) {
    if (type !== "check" || columns.length !== 1 || columns[0] !== column || definition === null) continue;
    found ??= [];
    found.push(definition);
  }
  return found ?? NONE;
}

const NONE: readonly string[] = [];
