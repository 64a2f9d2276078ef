import type { Catalog, Column, Table } from "../../model/catalog.ts";
import { lexicon, termsOf, wordsOf } from "../names.ts";
import { perName, perObject } from "../remembered.ts";
import { namesCurrency } from "./classify.ts";
import { CURRENCIES, VOCABULARY } from "./lexicon.ts";
import { isMoneyColumn, type MoneyWords, numberForm } from "./money-column.ts";

/** Names of what is counted, where it is no state's money: an asset, a coin, points. */
const UNIT_OF_VALUE = lexicon("asset coin denom denomination commodity ticker symbol unit uom instrument");

/** Tables of one row for the whole application, or for each of its customers. */
const SETTINGS = lexicon("setting config configuration preference parameter option");

/** The column that says in which currency a row's money is; undefined where there is none. */
export function currencyColumn(table: Table): Column | undefined {
  return knownCurrency(table) ?? undefined;
}

/** A table is asked for by every table that leads to it. */
const knownCurrency = perObject((table: Table): Column | null => {
  const found = table.columns.find((column) => {
    const says = saysWhatCounts(column.name);
    return says === "currency" || (says === "unit" && !isFraction(column));
  });
  return found ?? null;
});

const saysWhatCounts = perName((name): "currency" | "unit" | "nothing" => {
  if (namesCurrency(name) || RUN_TOGETHER.test(name)) return "currency";
  return namesUnit(name) ? "unit" : "nothing";
});

/** Unquoted camel case arrives in small letters: `currencyrateid`. */
const RUN_TOGETHER = /currency|waehrung|crypto_?code/i;

/** `asset`, `coin_id`, `unit_code`, but not `unit_price`. */
function namesUnit(name: string): boolean {
  const words = wordsOf(name).filter((word) => word !== "id" && word !== "code" && word !== "name");
  return words.length > 0 && words.every((word) => UNIT_OF_VALUE.has(word));
}

/** `asset` may be a sum as well. */
function isFraction(column: Column): boolean {
  const number = numberForm(column.type);
  return number === "float" || number === "numeric";
}

/** True for `price_usd` and `amount_msat`: the name says it. */
export function saysCurrency(column: Column): boolean {
  if (nameSaysCurrency(column.name)) return true;
  return column.comment !== null && termsOf(column.comment, VOCABULARY).some((word) => CURRENCIES.has(word));
}

const nameSaysCurrency = perName((name) =>
  termsOf(name, VOCABULARY).some((word) => CURRENCIES.has(word) || word === "msat" || word === "crypto" || word === "fiat"),
);

/** Columns of the table that hold money in a currency that none of them says. */
export function nakedMoney(table: Table, words: MoneyWords = {}): Column[] {
  const money = table.columns.filter((column) => column.local && column.generated === null && isMoneyColumn(column, words));
  if (money.length === 0) return money;
  return table.columns.some((column) => numberForm(column.type) !== null && saysCurrency(column)) ? [] : money;
}

/** The tables whose rows lead to one with a currency, key by key, those with one included. */
export const leadingToCurrency: (catalog: Pick<Catalog, "tables">) => ReadonlySet<Table> = perObject(({ tables }) => {
  const found = new Set(tables.filter((table) => knownCurrency(table) !== null));
  // A set is walked while it grows.
  for (const each of found) for (const { table } of each.referencedBy) found.add(table);
  return found;
});

/** The tables that a row leads to, key by key, itself included. */
export function reachableFrom(table: Table): Set<Table> {
  const seen = new Set([table]);
  for (const each of seen) for (const { target } of each.foreignKeys) seen.add(target);
  return seen;
}

/** A table of settings that names the currency of everything. */
export function settlesCurrency(table: Table): boolean {
  return knownCurrency(table) !== null && namesSettings(table.name);
}

const namesSettings = perName((name) => termsOf(name, SETTINGS).some((word) => SETTINGS.has(word)));
