import type { Column, ForeignKey, Table } from "../model/catalog.ts";
import { lexicon, singular, singularsOf, wordsOf } from "./names.ts";
import { perName } from "./remembered.ts";

/** Tables that record what has happened: a row that goes away is a gap in the record. */
const HISTORY = lexicon("audit audits ledger journal hist history histories archive archived snapshot posting entry_log changelog");

/** Tables that record money which somebody owes, owns or has moved. */
const MONEY = lexicon(`
  transaction payment invoice order refund payout charge settlement billing bill receipt purchase sale trade holding deposit withdrawal
  transfer balance loan credit debit dividend payroll expense remittance chargeback disbursement ledger subscription mortgage
`);

/** Tables that hold money where they are named last: `plaid_accounts`, but not `account_settings`. */
const HOLDERS = lexicon("account wallet");

/** Tables whose rows only sort the rows of others. */
const CLASSES = lexicon("category tag label type kind class group status state reason folder list template color icon");

const KINDS: readonly string[] = ["type", "kind", "status", "state", "reason"];

/** Where a row stands among its siblings. */
const PLACE = lexicon("position order ordering ordinal rank sequence seq sort index idx display displayorder sortorder");

const MOMENT: ReadonlySet<string> = new Set(["timestamptz", "timestamp", "date"]);

export function tableWords(table: Pick<Table, "name">): readonly string[] {
  return singularsOf(table.name);
}

/** `customers` → `customer`, `plaid_items` → `plaid_item`: what one row of the table is called. */
export function rowName(table: Pick<Table, "name">): string {
  return roleOf(table.name).row;
}

/** What the name alone says. */
interface NamedRole {
  readonly row: string;
  readonly history: boolean;
  /** Where it says money: a word for a holder counts only at its end. */
  readonly money: "last" | "before" | "nowhere";
}

const roleOf = perName((name): NamedRole => {
  const words = singularsOf(name);
  const last = words.at(-1);
  const atEnd = last !== undefined && (meansHolder(last) || meansMoney(last));
  const letters = /(?<!\p{L})\p{L}+$/u.exec(name)?.[0] ?? "";
  return {
    row: `${name.slice(0, name.length - letters.length)}${singular(letters)}`,
    history: words.some(meansHistory),
    money: atEnd ? "last" : words.some(meansMoney) ? "before" : "nowhere",
  };
});

export function recordsHistory(table: Table, extraWords: readonly string[] = []): boolean {
  return roleOf(table.name).history || (extraWords.length > 0 && tableWords(table).some((word) => extraWords.includes(word)));
}

export function recordsMoney(table: Table): boolean {
  const { money } = roleOf(table.name);
  return money === "last" || (money === "before" && !isJoinTable(table));
}

/** Words shorter than this are found inside too many others. */
const LONG_WORD = 5;

/** The word is in the lexicon, or holds a long one of it: unquoted names arrive as `employeepayhistory`. */
function meaning(among: ReadonlySet<string>): (word: string) => boolean {
  const long = [...among].filter((known) => known.length >= LONG_WORD);
  const holdsOne = perName((word) => long.some((known) => word.includes(known)));
  return (word) => among.has(word) || (word.length > LONG_WORD && holdsOne(word));
}

const meansHistory = meaning(HISTORY);
const meansMoney = meaning(MONEY);
const meansHolder = meaning(HOLDERS);

/** True for a table of types, states and the like, which say what the rows of others are. */
export function namesKinds(table: Table): boolean {
  const last = tableWords(table).at(-1) ?? "";
  return KINDS.some((kind) => last.endsWith(kind));
}

/** True for a table of categories, labels and the like: a row that loses its own says less, and not something else. */
export function classifiesRows(table: Table): boolean {
  return CLASSES.has(tableWords(table).at(-1) ?? "");
}

/** Nothing but the pairing of other tables' rows: two or more required keys, and besides them only an own key, a place and moments. */
export function isJoinTable(table: Table): boolean {
  return onlyPairs(table, table.foreignKeys.filter(isRequired));
}

/** The same, though its keys may be NULL. */
export function isLooseJoinTable(table: Table): boolean {
  return onlyPairs(table, table.foreignKeys);
}

function onlyPairs(table: Table, keys: readonly ForeignKey[]): boolean {
  if (keys.length < 2) return false;
  if (new Set(keys.map((key) => key.columns.map((column) => column.name).join("\0"))).size < 2) return false;
  const paired = new Set(keys.flatMap((key) => key.columns));
  const own = table.primaryKey?.columns ?? [];
  return table.columns.every((column) => paired.has(column) || own.includes(column) || MOMENT.has(column.type.name) || isPlace(column));
}

function isPlace(column: Column): boolean {
  return wordsOf(column.name).every((word) => PLACE.has(word));
}

/** True when no row can be there without the referenced one. */
export function isRequired(key: ForeignKey): boolean {
  return key.columns.every((column) => column.notNull);
}

/** A required key whose row is a part of the referenced row: it is named after it, or is identified through it. */
export function isOwnedDetail(key: ForeignKey): boolean {
  return key.table !== key.target && isRequired(key) && (isNamedAfter(key) || isIdentifiedThrough(key));
}

/** `user_settings` of `users`, `scenario_allocations` of `planning_scenarios`. */
export function isNamedAfter({ table, target }: ForeignKey): boolean {
  const [own, parent] = [tableWords(table), tableWords(target)];
  return parent.some((_, at) => {
    const end = parent.slice(at);
    return own.length > end.length && end.every((word, offset) => own[offset] === word);
  });
}

/** At most one row per referenced row, or a number within it. */
function isIdentifiedThrough(key: ForeignKey): boolean {
  const within = (columns: readonly Column[]) => key.columns.every((column) => columns.includes(column));
  const identities = key.table.constraints.filter(({ type }) => type === "primary" || type === "unique");
  return identities.some(({ type, columns }) => {
    if (!within(columns)) return false;
    if (columns.length === key.columns.length) return true;
    const others = key.table.foreignKeys.filter((other) => other !== key && other.columns.some((column) => columns.includes(column)));
    return type === "primary" && others.length === 0;
  });
}
