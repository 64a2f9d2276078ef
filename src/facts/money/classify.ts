import { hasPhrase, lexicon, termsOf } from "../names.ts";
import { perName } from "../remembered.ts";
import {
  AMBIGUOUS,
  CRYPTO,
  CURRENCIES,
  CURRENCY_COLUMN,
  LIKELY,
  MEASURE_TABLE,
  MONEY,
  MONEY_ENDINGS,
  MONEY_PHRASES,
  MONEY_TABLE,
  NOT_MONEY,
  NOT_MONEY_AT_END,
  NOT_MONEY_BESIDE,
  NOT_MONEY_PHRASES,
  UNIT_COLUMN,
  VOCABULARY,
} from "./lexicon.ts";

/** What the schema says about one column. Names as they are in the catalog. */
export interface MoneyQuestion {
  readonly column: string;
  readonly table: string;
  readonly siblings: readonly string[];
  readonly comment: string | null;
  /** Definitions of the CHECKs that read this column only. */
  readonly checks: readonly string[];
  readonly extraWords?: readonly string[];
  readonly ignoredWords?: readonly string[];
}

/** One sign for money (positive) or against it (negative). */
export interface MoneySign {
  readonly from: "name" | "sibling" | "table" | "comment" | "check";
  readonly word: string;
  readonly weight: number;
}

export interface MoneyAnswer {
  readonly money: boolean;
  readonly signs: readonly MoneySign[];
}

/** The sum of signs at which a column counts as money. */
export const MONEY_THRESHOLD = 3;

/** Whether a column's name and neighbourhood say that it holds money; every sign is given, so that a finding can show why. */
export function classifyMoney(question: MoneyQuestion): MoneyAnswer {
  const name = signOfName(question.column, question);
  if (name === null || name.weight <= 0) return { money: false, signs: name === null ? [] : [name] };
  const signs = [name, ...signsOfTable(question, name), ...signsOfSiblings(question, name), ...signsOfText(question)];
  return { money: signs.reduce((sum, sign) => sum + sign.weight, 0) >= MONEY_THRESHOLD, signs };
}

/** True for a column that names the currency of its row. */
export const namesCurrency: (column: string) => boolean = perName((column) =>
  termsOf(column, VOCABULARY).some((word) => CURRENCY_COLUMN.has(word)),
);

/** True for a column or a table that is counted in crypto currency: no fixed scale holds it. */
export const namesCrypto: (name: string) => boolean = perName((name) => termsOf(name, VOCABULARY).some((word) => CRYPTO.has(word)));

type Class = "money" | "likely" | "ambiguous" | "other" | "other at end" | null;

const WEIGHTS = { money: 4, likely: 3, ambiguous: 2, other: -4 } as const;

/** What the name says by itself. Where that is nothing, or against money, nothing else is looked at. */
export function signOfName(column: string, { extraWords = [], ignoredWords = [] }: Pick<MoneyQuestion, "extraWords" | "ignoredWords">) {
  return extraWords.length + ignoredWords.length > 0 ? readName(column, extraWords, ignoredWords) : usualSign(column);
}

const usualSign = perName((column) => readName(column, [], []));

function readName(column: string, extraWords: readonly string[], ignoredWords: readonly string[]): MoneySign | null {
  const extra = new Set(extraWords.map((word) => word.toLowerCase()));
  const ignored = new Set(ignoredWords.map((word) => word.toLowerCase()));
  const words = headFirst(termsOf(column, VOCABULARY)).filter((word) => !ignored.has(word));
  const sign = (word: string, kind: keyof typeof WEIGHTS): MoneySign => ({ from: "name", word, weight: WEIGHTS[kind] });

  const other = NOT_MONEY_PHRASES.find((phrase) => hasPhrase(words, phrase));
  if (other !== undefined) return sign(other.join(" "), "other");
  if (words.filter((word) => CURRENCIES.has(word)).length > 1) return sign("two currencies", "other");
  const beside = words.find((word) => NOT_MONEY_BESIDE.has(word));
  const classes = words.map((word) => ({ word, is: extra.has(word) ? ("money" as const) : classOf(word) })).filter(({ is }) => is !== null);
  const last = classes.at(-1);
  const phrase = MONEY_PHRASES.find((candidate) => hasPhrase(words, candidate));
  if (phrase !== undefined && phraseEnds(words, phrase, classes)) return sign(phrase.join(" "), "money");
  if (last === undefined || last.is === null) return null;
  if (last.is === "other" || last.is === "other at end") return sign(last.word, "other");
  if (beside !== undefined) return sign(beside, "other");
  // `tax_rate_amount` is money by its tax; `weight_total` is a weight; `order_amount` is an amount, but `order_total` may be a count.
  const of = (kind: Class) => classes.findLast(({ is }) => is === kind);
  const money = of("money");
  if (money !== undefined) return sign(money.word, "money");
  const likely = of("likely");
  const measure = of("other") ?? (likely === undefined ? of("other at end") : undefined);
  if (measure !== undefined) return sign(measure.word, "other");
  return likely === undefined ? sign(last.word, "ambiguous") : sign(likely.word, "likely");
}

/** `cost_per_mile` is a cost; `sum_of_squares` a sum; `value_at_risk` a value: what counts stands before the preposition. */
function headFirst(words: readonly string[]): readonly string[] {
  const per = words.findIndex((word, at) => at > 0 && (word === "per" || word === "by"));
  const kept = per === -1 ? words : words.slice(0, per);
  const of = kept.indexOf("of");
  return of < 1 || classOf(kept[of - 1] as string) === null || NOT_MONEY_PHRASES.some((phrase) => hasPhrase(kept, phrase))
    ? kept
    : [...kept.slice(of + 1), ...kept.slice(0, of)];
}

/** A phrase decides unless a measure is said after it: `market_value_rank`. */
function phraseEnds(words: readonly string[], phrase: readonly string[], classes: readonly { word: string; is: Class }[]): boolean {
  const end = words.findIndex((_, at) => phrase.every((word, offset) => words[at + offset] === word)) + phrase.length;
  const after = new Set(words.slice(end));
  return !classes.some(({ word, is }) => (is === "other" || is === "other at end") && after.has(word));
}

function classOf(word: string): Class {
  if (MONEY.has(word) || CURRENCIES.has(word)) return "money";
  if (LIKELY.has(word)) return "likely";
  if (NOT_MONEY.has(word)) return "other";
  if (NOT_MONEY_AT_END.has(word)) return "other at end";
  if (AMBIGUOUS.has(word)) return "ambiguous";
  return MONEY_ENDINGS.some((ending) => word.length > ending.length && word.endsWith(ending)) ? "money" : null;
}

function signsOfTable({ table }: MoneyQuestion, name: MoneySign): MoneySign[] {
  const words = termsOf(table, MONEY_TABLE);
  const measure = words.find((word) => MEASURE_TABLE.has(word));
  // A price is a price in any table; an amount is not.
  if (measure !== undefined) return name.weight === WEIGHTS.money ? [] : [{ from: "table", word: table, weight: -2 }];
  return words.some((word) => MONEY_TABLE.has(word)) ? [{ from: "table", word: table, weight: 1 }] : [];
}

function signsOfSiblings(question: MoneyQuestion, name: MoneySign): MoneySign[] {
  const others = question.siblings.filter((sibling) => sibling !== question.column);
  const currency = others.find(namesCurrency);
  if (currency !== undefined) return [{ from: "sibling", word: currency, weight: 2 }];
  const unit = others.find(namesUnit);
  if (unit !== undefined && name.weight !== WEIGHTS.money) return [{ from: "sibling", word: unit, weight: -2 }];
  const money = others.find((sibling) => (signOfName(sibling, question)?.weight ?? 0) >= WEIGHTS.likely);
  return money === undefined ? [] : [{ from: "sibling", word: money, weight: 1 }];
}

/** `unit`, `unit_id` and `uom` */
const namesUnit = perName((sibling) =>
  UNIT_COLUMN.has(
    termsOf(sibling, UNIT_COLUMN)
      .filter((word) => word !== "id")
      .join(" "),
  ),
);

const MONEY_COMMENT = lexicon("money monetary currency usd eur gbp dollar euro price cost");
const OTHER_COMMENT = lexicon("percent percentage ratio fraction probability meter metre kilogram gram celsius fahrenheit degree second");

function signsOfText({ comment, checks }: MoneyQuestion): MoneySign[] {
  const signs: MoneySign[] = [];
  const words = comment === null ? [] : termsOf(comment, MONEY_COMMENT);
  if (words.some((word) => OTHER_COMMENT.has(word))) signs.push({ from: "comment", word: "a measure", weight: -2 });
  else if (words.some((word) => MONEY_COMMENT.has(word))) signs.push({ from: "comment", word: "money", weight: 2 });
  // A value that may not pass 1 or 100 is a share or a percentage.
  if (checks.some((check) => /<=? *\(?'?1(?:00)?(?:\.0*)?'?\)?(?![\d.])/.test(check))) {
    signs.push({ from: "check", word: "an upper bound of 1 or 100", weight: -4 });
  }
  return signs;
}
