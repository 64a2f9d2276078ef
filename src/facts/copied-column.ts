import type { Column, ForeignKey, Table } from "../model/catalog.ts";
import { lexicon, singularsOf } from "./names.ts";
import { perName } from "./remembered.ts";
import { recordsHistory, tableWords } from "./table-role.ts";

/** Words at the end of a name that say: this refers to a row. */
const REFERRING = lexicon("id fk pk key uuid guid ref sk rid oid");

/** Papers: what they say is what was true when they were made. */
const PAPERS = lexicon(
  "order invoice sale quote quotation offer cart basket receipt bill shipment purchase booking reservation contract message",
);

/** What a reference calls the row: `category_id` → category, `primaryCategoryId` → primary category. Empty when its name is only `id`. */
export function referencedAs(key: ForeignKey): readonly string[] {
  return rowIn((key.columns[0] as Column).name);
}

const rowIn = perName((name): readonly string[] => {
  const words = singularsOf(name);
  const end = words.findLastIndex((word) => !REFERRING.has(word));
  return words.slice(0, end + 1);
});

/** True for a table whose rows keep what was true at their time: history, and papers such as orders and invoices. */
export function keepsSnapshots(table: Table): boolean {
  return recordsHistory(table) || tableWords(table).some((word) => PAPERS.has(word));
}

/** Why a second copy of a value is there on purpose, or kept equal by the database; null when nothing says so. */
export function reasonToRepeat(column: Column, key: ForeignKey): "generated" | "key" | "policy" | "trigger" | null {
  const { table } = column;
  if (column.generated !== null) return "generated";
  const identities = table.constraints.filter(
    ({ type }) => type === "primary" || type === "unique" || type === "exclusion" || type === "foreign",
  );
  if (identities.some(({ columns }) => columns.includes(column))) return "key";
  if (column.dependents.some((dependent) => dependent.kind === "policy")) return "policy";
  const triggers = [...table.triggers, ...key.target.triggers];
  return triggers.some(({ routine }) => routine?.body?.includes(column.name) === true) ? "trigger" : null;
}
