import { plainLines, plainText } from "../../model/plain-text.ts";

/** HTML that is safe to write: everything foreign in it is text. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | null | readonly Value[];

export const NOTHING: Markup = { markup: "" };

/** Strings are escaped, markup stands as it is, lists are joined, null is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let markup = parts[0] as string;
  for (const [n, value] of values.entries()) markup += markupOf(value) + (parts[n + 1] as string);
  return { markup };
}

function markupOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return escaped(plainText(value));
  if (typeof value === "number") return String(value);
  return "markup" in value ? value.markup : value.map(markupOf).join("");
}

/** Text of several lines, whose line breaks stay. */
export function multiline(text: string): Markup {
  return { markup: escaped(plainLines(text)) };
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
