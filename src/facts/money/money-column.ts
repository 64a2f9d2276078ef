import type { Column } from "../../model/catalog.ts";
import type { TypeRef } from "../../model/data.ts";
import { ownChecks } from "../own-checks.ts";
import { perObject } from "../remembered.ts";
import { classifyMoney, type MoneyAnswer, namesCrypto, signOfName } from "./classify.ts";

/** How a column stores numbers; null for everything that is no number. Domains are looked through. */
export function numberForm(type: TypeRef): "float" | "numeric" | "money" | "integer" | null {
  if (type.over !== null) return numberForm(type.over);
  if (type.schema !== "pg_catalog") return null;
  return FORMS.get(type.name) ?? null;
}

const FORMS: ReadonlyMap<string, ReturnType<typeof numberForm>> = new Map([
  ["float4", "float"],
  ["float8", "float"],
  ["numeric", "numeric"],
  ["money", "money"],
  ["int2", "integer"],
  ["int4", "integer"],
  ["int8", "integer"],
] as const);

export interface MoneyWords {
  readonly extraWords?: readonly string[];
  readonly ignoredWords?: readonly string[];
}

/** What the schema says about a column: its name, its neighbours, its comment and the CHECKs on it alone. */
export function moneySigns(column: Column, words: MoneyWords = {}): MoneyAnswer {
  return (words.extraWords?.length ?? 0) + (words.ignoredWords?.length ?? 0) > 0 ? signsOf(column, words) : usualSigns(column);
}

/** Counted in crypto currency, as the name of the column or of its table says. */
export function isCrypto({ name, table }: Column): boolean {
  return namesCrypto(name) || namesCrypto(table.name);
}

/** Every rule about money asks about the same columns. */
const usualSigns = perObject((column: Column) => signsOf(column, {}));

function signsOf(column: Column, words: MoneyWords): MoneyAnswer {
  const { table } = column;
  const named = { column: column.name, table: table.name, comment: column.comment, ...words };
  if (!mayBeMoney(column, words)) return classifyMoney({ ...named, siblings: [], checks: [] });
  return classifyMoney({ ...named, siblings: table.columns.map(({ name }) => name), checks: ownChecks(column) });
}

/** False where the name alone says that it is none, or nothing: then its neighbours are not looked at. */
function mayBeMoney(column: Column, words: MoneyWords): boolean {
  return (signOfName(column.name, words)?.weight ?? 0) > 0;
}

/** Numbers whose signs say money. An integer counts many other things: its name has to say money outright, and a second sign with it. */
export function isMoneyColumn(column: Column, words: MoneyWords = {}): boolean {
  const form = numberForm(column.type);
  if (form === null || (form !== "money" && !saysMoney(column, form, words))) return false;
  return !column.table.foreignKeys.some((key) => key.columns.includes(column));
}

function saysMoney(column: Column, form: "float" | "numeric" | "integer", words: MoneyWords): boolean {
  if (!mayBeMoney(column, words)) return false;
  const { money, signs } = moneySigns(column, words);
  return money && (form !== "integer" || signs.reduce((sum, { weight }) => sum + weight, 0) > SURE);
}

/** The weight of a word that means money wherever it stands. */
const SURE = 4;
