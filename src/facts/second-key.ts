import type { Column, Table } from "../model/catalog.ts";
import { singularsOf } from "./names.ts";
import { perName } from "./remembered.ts";
import { recordsHistory } from "./table-role.ts";

/** Words before the name of the row that say whose key it is. */
export const PROVIDERS: readonly string[] = [
  "external",
  "stripe",
  "plaid",
  "paypal",
  "shopify",
  "xero",
  "salesforce",
  "hubspot",
  "braintree",
  "adyen",
  "teller",
];

const KEYS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext", "uuid", "int8"]);

/** A column that names the row for another system, in a table that has nothing unique besides its primary key. */
export function isRepeatableKey(column: Column, providers: readonly string[] = PROVIDERS): boolean {
  return isSecondKey(column, providers) && !hasUniqueKey(column.table);
}

/** `transaction_id` in transactions, beside its own key; `external_id`; `stripe_order_id` in orders. */
function isSecondKey(column: Column, providers: readonly string[]): boolean {
  const { table } = column;
  const stem = saysWhose(column.name);
  if (stem === null || table.foreign || column.type.array || column.generated !== null) return false;
  if (!KEYS.has((column.type.over ?? column.type).name)) return false;
  if (recordsHistory(table) || !hasOwnKey(table, column)) return false;
  if (table.foreignKeys.some((key) => key.columns.includes(column))) return false;
  const row = singularsOf(table.name);
  const [first = "", ...rest] = stem;
  if (stem.join(" ") === row.join(" ")) return column.notNull;
  if (!providers.includes(first)) return false;
  return rest.length === 0 ? first === "external" : row.join(" ") === rest.join(" ") || row.at(-1) === rest.join(" ");
}

/** The words before `id`; null for every other name. */
const saysWhose = perName((name): readonly string[] | null => {
  const words = singularsOf(name);
  return words.at(-1) !== "id" || words.length < 2 ? null : words.slice(0, -1);
});

/** A row that is known by a key of its own, so that this one is another system's. */
function hasOwnKey(table: Table, column: Column): boolean {
  const columns = table.primaryKey?.columns ?? [];
  return columns.length === 1 && columns[0] !== column;
}

/** The row has something unique besides its primary key: on that an import can be told apart from its repetition. */
function hasUniqueKey({ primaryKey, indexes }: Table): boolean {
  return indexes.some((index) => index.unique && index.constraint !== primaryKey);
}
