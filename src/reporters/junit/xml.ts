import { plainText } from "../../model/plain-text.ts";

/** What XML 1.0 cannot hold even as a reference: nothing else is left of it after `plainText`. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** Text for an element or an attribute, on one line. */
export function xmlText(text: string): string {
  return plainText(text)
    .replace(ILLEGAL, "\uFFFD")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** `name="value"` for each that is given, with a space before each. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join("");
}
