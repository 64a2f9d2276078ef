import type { Column, Table } from "../../model/catalog.ts";
import type { ColumnSampleData, ContentClass } from "../../model/snapshot.ts";
import { lexicon, wordsOf } from "../names.ts";
import { ownChecks } from "../own-checks.ts";
import { perObject } from "../remembered.ts";
import { baseType, dayRole, recordedRole } from "../time/roles.ts";

/** What a text column may hold that has a type of its own. */
export type TextContent = "uuid" | "boolean" | "number" | "time" | "json";

export interface TextAnswer {
  readonly column: Column;
  readonly because: string;
  /** Where it was seen. */
  readonly from: string;
  /** False where only the name says it. */
  readonly likely: boolean;
}

/** Fewer values prove nothing. */
const ENOUGH_VALUES = 20;

const CLASSES: Readonly<Record<TextContent, readonly ContentClass[]>> = {
  uuid: ["uuid"],
  boolean: ["boolean"],
  number: ["integer", "decimal"],
  time: ["date", "timestamp"],
  json: ["json"],
};

/** Columns of text whose values all seem to be of one other type. Referencing columns are left to the key that they refer to. */
export function textThatHolds(content: TextContent, table: Table, sampled: (column: Column) => ColumnSampleData | undefined): TextAnswer[] {
  if (table.foreign) return [];
  const answers: TextAnswer[] = [];
  for (const text of freeTexts(table)) {
    const answer = bySample(content, text.column, sampled(text.column)) ?? bySchema(content, text);
    if (answer !== null && answer !== "refuted") answers.push({ column: text.column, ...answer });
  }
  return answers;
}

/** What the schema says of a text, whatever it is asked for. */
interface FreeText {
  readonly column: Column;
  /** The text of a default that is a constant. */
  readonly constant: string | null;
  readonly checks: readonly string[];
}

/** Texts of the table's own that refer to nothing: each of the contents is looked for in them. */
const freeTexts = perObject((table: Table): readonly FreeText[] => {
  const isFree = (column: Column) =>
    isText(column) && column.local && column.generated === null && !table.foreignKeys.some(({ columns }) => columns.includes(column));
  return table.columns.filter(isFree).map((column) => ({ column, constant: constantDefault(column), checks: ownChecks(column) }));
});

type Answer = Omit<TextAnswer, "column">;

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar"]);

function isText(column: Column): boolean {
  const type = baseType(column.type);
  return TEXTS.has(type.name) && type.schema === "pg_catalog" && !type.array;
}

/** Null: the sample does not say. */
function bySample(content: TextContent, column: Column, sample: ColumnSampleData | undefined): Answer | "refuted" | null {
  if (sample === undefined || sample.values < ENOUGH_VALUES) return null;
  const classes = CLASSES[content];
  const seen = classes.reduce((sum, name) => sum + (sample.classes[name] ?? 0), 0);
  if (seen < sample.values) return "refuted";
  // Digits of a code are no number, and one value over and over is a placeholder.
  if (sample.distinct < 2 || (content === "boolean" && sample.distinct > 2) || (content === "number" && namesCode(column.name)))
    return "refuted";
  return {
    because: `all of ${sample.values} sampled values look like ${classes.filter((name) => sample.classes[name] !== undefined).join(" or ")}`,
    from: "pgassay --sample",
    likely: true,
  };
}

function bySchema(content: TextContent, { column, constant, checks }: FreeText): Answer | null {
  if (column.default !== null && byDefault(content, column, column.default, constant))
    return { because: "its default says so", from: "pg_catalog.pg_attrdef.adbin", likely: true };
  if (checks.some((check) => byCheck(content, check, column)))
    return { because: "its CHECK says so", from: "pg_catalog.pg_constraint.conbin", likely: true };
  return byName(content, column) ? { because: "its name says so", from: "pg_catalog.pg_attribute.attname", likely: false } : null;
}

/** The text of a default that is a constant; null for every other. */
export function constantDefault(column: Column): string | null {
  if (column.default === null) return null;
  const constant = /^'((?:[^']|'')*)'::/.exec(column.default)?.[1];
  return constant === undefined ? null : constant.replaceAll("''", "'");
}

function byDefault(content: TextContent, column: Column, expression: string, constant: string | null): boolean {
  switch (content) {
    case "uuid":
      return /\b(?:gen_random_uuid|uuid_generate_v\d\w*|uuidv\d)\(/.test(expression);
    case "boolean":
      return constant !== null && wordsFor(constant) !== null && (/^(?:true|false)$/i.test(constant) || namesBoolean(column));
    case "number":
      return constant !== null && /^[+-]?\d+(?:\.\d+)?$/.test(constant) && namesNumber(column.name);
    case "time":
      return constant === null && /\b(?:now\(\)|CURRENT_TIMESTAMP|CURRENT_DATE|clock_timestamp\(\))/i.test(expression);
    case "json":
      return constant !== null && /^\s*(?:\{\s*\}|\[\s*\])\s*$/.test(constant);
  }
}

function byCheck(content: TextContent, check: string, column: Column): boolean {
  switch (content) {
    case "uuid":
      return /\{8\}.*\{4\}.*\{12\}/.test(check);
    case "boolean":
      return allowsYesAndNo(check);
    case "number":
      return /~ '\^(?:\[\+?-?\]\??|-\?)?(?:\[0-9\]|\\d)[+*]\$'/.test(check) && !namesCode(column.name);
    case "time":
      return /(?:\\d|\[0-9\])\{4\}-(?:\\d|\[0-9\]|\()/.test(check);
    case "json":
      return /::jsonb?\b|\bIS JSON\b/.test(check);
  }
}

const PAIRS = ["y n", "t f", "yes no", "true false", "on off", "1 0"].map((pair) => pair.split(" ") as [string, string]);

/** How the column says yes and no, from one of the two words; null for any other word. */
export function wordsFor(word: string): { readonly yes: string; readonly no: string } | null {
  const lower = word.toLowerCase();
  const pair = PAIRS.find((words) => words.includes(lower));
  if (pair === undefined) return null;
  const as = (text: string) => {
    if (word === lower) return text;
    return word === word.toUpperCase() ? text.toUpperCase() : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  };
  return { yes: as(pair[0]), no: as(pair[1]) };
}

function allowsYesAndNo(check: string): boolean {
  const words = [...new Set([...check.matchAll(/'((?:[^']|'')*)'/g)].map((match) => (match[1] as string).toLowerCase()))];
  return words.length === 2 && PAIRS.some((pair) => pair.every((word) => words.includes(word)));
}

const ASKS = lexicon("is has can was should allow allows");
const FLAGS = lexicon("flag yn");
/** The longest of the words: `false`. */
const LONGEST_BOOLEAN = 5;

function namesBoolean(column: Column): boolean {
  const words = wordsOf(column.name);
  const length = lengthOf(column);
  return length !== null && length <= LONGEST_BOOLEAN && (ASKS.has(words[0] ?? "") || FLAGS.has(words.at(-1) ?? ""));
}

/** The declared length; null for text. */
export function lengthOf(column: Column): number | null {
  return baseType(column.type).modifiers[0] ?? null;
}

const NUMBERS = lexicon("amount price balance cost latitude longitude lat lng qty quantity count subtotal total percentage");
/** Digits that nobody adds up: some begin with a zero. */
const CODES = lexicon(
  "id ids code number no num phone tel mobile fax zip postal postcode account card iban ssn tin ein vat tax isbn issn ean upc barcode pin sku serial version build year reference ref key token hash name label extension ext imei doi swift bic routing siren siret house street block height index",
);

function namesNumber(name: string): boolean {
  return NUMBERS.has(wordsOf(name).at(-1) ?? "");
}

function namesCode(name: string): boolean {
  // Unquoted names arrive as `postalcode` and `cardnumber`.
  return wordsOf(name).some((word) => CODES.has(word) || /(?:code|number)$/.test(word));
}

/** Without and with hyphens, and in braces. */
const UUID_LENGTHS: readonly (number | null)[] = [null, 32, 36, 38];
const LONGEST_NUMBER = 64;
/** `2025-01-01`, and `2025-01-01T00:00:00.000000+00:00` with room. */
const TIME_LENGTHS: readonly [number, number] = [8, 40];
const SHORTEST_DOCUMENT = 255;
const PAST = /(?:ed|en|ne|ld|lt|st|nt|un|ad)$|^(?:starts|ends|expires|paid|seen|born)$/;
const DOCUMENT = lexicon("json data payload body blob string str text");

function byName(content: TextContent, column: Column): boolean {
  const words = wordsOf(column.name);
  const last = words.at(-1) ?? "";
  const length = lengthOf(column);
  switch (content) {
    case "uuid":
      return (
        (last === "uuid" || last === "guid" || (last === "id" && /^(?:uuid|guid)$/.test(words.at(-2) ?? ""))) &&
        UUID_LENGTHS.includes(length)
      );
    case "boolean":
      return namesBoolean(column);
    case "number":
      return namesNumber(column.name) && (length ?? 0) <= LONGEST_NUMBER;
    case "time":
      return (length === null || (length >= TIME_LENGTHS[0] && length <= TIME_LENGTHS[1])) && namesTime(column.name, words);
    case "json":
      return words.includes("json") && DOCUMENT.has(last) && (length ?? SHORTEST_DOCUMENT) >= SHORTEST_DOCUMENT;
  }
}

function namesTime(name: string, words: readonly string[]): boolean {
  const last = words.at(-1) ?? "";
  if (/^(?:date|datetime|timestamp)$/.test(last)) return true;
  if (last === "at" || last === "on") return words.length > 1 && PAST.test(words.at(-2) ?? "");
  return last !== "day" && last !== "change" && last !== "update" && (recordedRole(name) !== null || dayRole(name) !== null);
}
