import { plainText } from "../../model/plain-text.ts";

/** What spreadsheets take for the beginning of a formula, the fullwidth signs of Japanese ones too. */
const FORMULA = /^[=+\-@\t\r\0＝＋－＠]/;
const PLAIN = /^[\w .:/-]*$/;

/** One cell. A text that would be a formula gets an apostrophe; what is more than a plain word is quoted, for readers with another separator. */
export function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = plainText(FORMULA.test(value) ? `'${value}` : value);
  return PLAIN.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}
