import type { Column } from "../../model/catalog.ts";
import { compareText } from "../../model/reference.ts";
import type { KeyNames } from "./key-names.ts";
import { typeOf } from "./may-refer.ts";

/** A column that comes back in table after table, and no table holds what it names. */
export interface MissingParent {
  /** The column's name, as it is written most often. */
  readonly name: string;
  /** What one row of the missing table would be called. */
  readonly row: string;
  readonly columns: readonly [Column, ...Column[]];
}

/** `unanswered`: columns whose names say that they refer, and nothing to refer to, by the words before `id`. */
export function missingParents(
  unanswered: ReadonlyMap<string, readonly { readonly column: Column }[]>,
  { endings, unique, declared }: KeyNames,
  leastTables: number,
): readonly MissingParent[] {
  const parents: MissingParent[] = [];
  for (const [stem, unsorted] of unanswered) {
    const columns = unsorted.map(({ column }) => column).sort((a, b) => compareText(a.table.name, b.table.name));
    const [first] = columns;
    if (first === undefined || columns.length < leastTables || holds(endings, stem.split(" "))) continue;
    const name = first.name.toLowerCase();
    if (declared.has(name)) continue;
    if (columns.some((column) => typeOf(column.type).name !== typeOf(first.type).name)) continue;
    // A table that is keyed by it, and by nothing else, may be the one that holds its rows.
    if (
      (unique.get(name) ?? []).some(
        ({ table }) =>
          table.primaryKey?.columns.length === 1 &&
          table.primaryKey.columns[0]?.name.toLowerCase() !== "id" &&
          table.referencedBy.length > 0,
      )
    )
      continue;
    parents.push({
      name: first.name,
      row: stem.replaceAll(" ", "_"),
      columns: columns as unknown as MissingParent["columns"],
    });
  }
  return parents.toSorted((a, b) => compareText(a.name, b.name));
}

/** A table is called so, or so without the words that say which of its rows is meant: `settled_transaction_group_id`. */
function holds(endings: ReadonlySet<string>, stem: readonly string[]): boolean {
  return stem.some((_, at) => endings.has(stem.slice(at).join(" ")) || endings.has(stem.slice(at).join("")));
}
