import type { Column, Table } from "../../model/catalog.ts";
import { lexicon, termsOf, wordsOf } from "../names.ts";
import { namesCurrency } from "./classify.ts";
import { CURRENCIES, VOCABULARY } from "./lexicon.ts";
import { isMoneyColumn, type MoneyWords, numberForm } from "./money-column.ts";

/** Names of what is counted, where it is no state's money: an asset, a coin, points. */
const UNIT_OF_VALUE = lexicon("asset coin denom denomination commodity ticker symbol unit uom instrument");

/** Tables of one row for the whole application, or for each of its customers. */
const SETTINGS = lexicon("setting config configuration preference parameter option");

/** The column that says in which currency a row's money is; undefined where there is none. */
export function currencyColumn(table: Table): Column | undefined {
  return table.columns.find((column) => namesCurrency(column.name) || RUN_TOGETHER.test(column.name) || namesUnit(column));
}

/** Unquoted camel case arrives in small letters: `currencyrateid`. */
const RUN_TOGETHER = /currency|waehrung|crypto_?code/i;

/** `asset`, `coin_id`, `unit_code`, but not `unit_price` and `assets`, a sum. */
function namesUnit(column: Column): boolean {
  const words = wordsOf(column.name).filter((word) => word !== "id" && word !== "code" && word !== "name");
  const number = numberForm(column.type);
  return words.length > 0 && words.every((word) => UNIT_OF_VALUE.has(word)) && number !== "float" && number !== "numeric";
}

/** True for `price_usd` and `amount_msat`: the name says it. */
export function saysCurrency(column: Column): boolean {
  const words = termsOf(column.name, VOCABULARY);
  if (words.some((word) => CURRENCIES.has(word) || word === "msat" || word === "crypto" || word === "fiat")) return true;
  return column.comment !== null && termsOf(column.comment, VOCABULARY).some((word) => CURRENCIES.has(word));
}

/** Columns of the table that hold money in a currency that none of them says. */
export function nakedMoney(table: Table, words: MoneyWords = {}): Column[] {
  const money = table.columns.filter((column) => column.local && column.generated === null && isMoneyColumn(column, words));
  return table.columns.some((column) => numberForm(column.type) !== null && saysCurrency(column)) ? [] : money;
}

/** The tables that a row leads to, key by key, itself included. */
export function reachableFrom(table: Table): Set<Table> {
  const seen = new Set([table]);
  // A set is walked while it grows.
  for (const each of seen) for (const { target } of each.foreignKeys) seen.add(target);
  return seen;
}

/** A table of settings that names the currency of everything. */
export function settlesCurrency(table: Table): boolean {
  return termsOf(table.name, SETTINGS).some((word) => SETTINGS.has(word)) && currencyColumn(table) !== undefined;
}
