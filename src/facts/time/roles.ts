import type { Column } from "../../model/catalog.ts";
import type { TypeRef } from "../../model/data.ts";
import { lexicon, wordsOf } from "../names.ts";
import { perName } from "../remembered.ts";

export type RecordedRole = "created" | "updated";

const CREATED = lexicon("created create creation inserted insert");
const UPDATED = lexicon("updated update modified modify modification changed change");
/** What may stand beside the word: `date_created`, `last_modified`, `record_created_at_utc`. */
const BESIDE = lexicon("at on date time datetime timestamp ts dt when utc gmt tz row record last day");
/** Run together, as unquoted camel case arrives: `createdat`, `lastupdated`. */
const RUN_TOGETHER = /^(?:date|time|last)?(created|inserted|updated|modified|changed)(?:at|on|date|time|datetime|timestamp|ts)?$/;

/** `created_at`, `date_created` and `inserted_at` note when a row was written first; `updated_at` and its like, when last. */
export const recordedRole: (name: string) => RecordedRole | null = perName((name) => {
  const words = wordsOf(name).map((word) => RUN_TOGETHER.exec(word)?.[1] ?? word);
  const telling = words.filter((word) => !BESIDE.has(word));
  const [word, ...others] = telling;
  if (word === undefined || others.length > 0 || isBareVerb(words)) return null;
  if (CREATED.has(word)) return "created";
  return UPDATED.has(word) ? "updated" : null;
});

/** `update` or `change` alone is something to do, not a moment. */
function isBareVerb(words: readonly string[]): boolean {
  return words.length === 1 && /^(?:create|insert|update|modify|modification|change)$/.test(words[0] as string);
}

/** How a column keeps a day or a moment; null for every other type. */
export type TimeKind = "date" | "timestamp" | "text";

export function timeKind({ type }: Pick<Column, "type">): TimeKind | null {
  const base = baseType(type);
  return base.array || base.schema !== "pg_catalog" ? null : (KINDS[base.name] ?? null);
}

const KINDS: Readonly<Record<string, TimeKind>> = {
  date: "date",
  timestamp: "timestamp",
  timestamptz: "timestamp",
  text: "text",
  varchar: "text",
  bpchar: "text",
};

/** The type under a domain. */
export function baseType(type: TypeRef): TypeRef {
  return type.over === null ? type : baseType(type.over);
}

const DAY = lexicon("date day");
const QUALIFIERS = lexicon("next last first previous prev planned actual expected original current new old");

/** What a column named for a day is about: `due` for `due_date` and `next_due_date`. Null where the name says no day, or nothing besides. */
export const dayRole: (name: string) => string | null = perName((name) => {
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  if (!DAY.has(last) && last !== "on") return null;
  const telling = words.slice(0, -1).filter((word) => !QUALIFIERS.has(word));
  return telling.length === 0 || recordedRole(name) !== null ? null : telling.join(" ");
});
