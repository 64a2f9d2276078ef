import type { Column } from "../../model/catalog.ts";
import { hasPhrase, lexicon, phrases, termsOf } from "../names.ts";
import { VOCABULARY } from "./lexicon.ts";
import { isMoneyColumn } from "./money-column.ts";

/** What is bought, sold and held by the piece or by a fraction of it. */
const QUANTITY = lexicon("quantity qty share unit lot menge stueckzahl cantidad quantidade quantite aantal ilosc antal quantita");

/** Words after which a quantity is no quantity any more: `unit_price`, `share_ratio`, `lot_id`. */
const QUANTITY_OF = lexicon(
  "held owned sold bought purchased ordered filled remaining available total current open closed settled vested granted",
);

/** Rates that are applied to amounts. */
const RATES = phrases(`
  exchange rate
  fx rate
  currency rate
  forex rate
  tax rate
  vat rate
  gst rate
  sale tax rate
  interest rate
  commission rate
  discount rate
  discount percent
  discount percentage
  tax percent
  tax percentage
  withholding rate
  markup percent
  wechselkurs
  taux de change
  tipo de cambio
`);

/** What is taken off an amount beside it: a share of it, or an amount itself. */
const DEDUCTIONS = lexicon("discount rebate markup markdown surcharge rabatt descuento desconto remise");

/** Tables whose quantities are counted in money, though no amount stands beside them. */
const TRADED = lexicon("holding position portfolio trade trading security securities fill lot execution stock investment asset dividend");

/** Tables of things that are measured: there a unit is a unit of measure. */
const MEASURED = lexicon(
  "ingredient recipe nutrition sensor reading measurement metric telemetry sample dose medication workout exercise lab",
);

export interface QuantityAnswer {
  /** What in the name says so. */
  readonly word: string;
  /** The amount beside it, or the table that trades in it. */
  readonly by: { readonly from: "sibling" | "table" | "name"; readonly word: string };
}

/** Whether a column counts what is multiplied into money: pieces beside a price, or a rate that is applied to amounts. */
export function moneyQuantity(column: Column): QuantityAnswer | null {
  const { table } = column;
  const words = termsOf(column.name, VOCABULARY);
  const rate = RATES.find((phrase) => hasPhrase(words, phrase));
  if (rate !== undefined) return { word: rate.join(" "), by: { from: "name", word: "a rate that is applied to amounts" } };
  const word = quantityIn(words);
  if (word === undefined) return null;
  const tableWords = termsOf(table.name, VOCABULARY);
  if (tableWords.some((each) => MEASURED.has(each))) return null;
  const money = table.columns.find((other) => other !== column && isMoneyColumn(other));
  if (money !== undefined) return { word, by: { from: "sibling", word: money.name } };
  return tableWords.some((each) => TRADED.has(each)) ? { word, by: { from: "table", word: table.name } } : null;
}

/** The word that ends the name, or stands before what was done with it: `quantity`, `filled_qty`, `shares_owned`, `discount`. */
function quantityIn(words: readonly string[]): string | undefined {
  const kept = words.filter((word) => !QUANTITY_OF.has(word));
  const last = kept.at(-1);
  return last !== undefined && (QUANTITY.has(last) || DEDUCTIONS.has(last)) ? last : undefined;
}
