import { UNSEEN } from "../../model/plain-text.ts";

/**
 * JSON text indented by two, for a value that stands `indent` spaces deep.
 * Unseen characters are written as escapes, as `JSON.stringify` does for lone surrogates: the value is the same.
 */
export function jsonText(value: unknown, indent = 0): string {
  const lines = JSON.stringify(value, null, 2).split("\n");
  return lines.map((line) => line.replace(UNSEEN, escaped)).join(`\n${" ".repeat(indent)}`);
}

/** The same on one line. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(UNSEEN, escaped);
}

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
