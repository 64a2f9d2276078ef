import { plainText } from "../../model/plain-text.ts";

/** One comment line, whatever the text holds: psql ends a comment at a line break, and none is left. */
export function comment(text: string, indent = ""): string {
  return `${`-- ${indent}${plainText(text)}`.trimEnd()}\n`;
}

/** A text of several lines, each in a comment of its own. */
export function commentLines(text: string, indent = ""): string {
  return text
    .split("\n")
    .map((line) => comment(line, indent))
    .join("");
}

/** Prose in comments of about this many columns. */
export function commentProse(text: string): string {
  const lines = plainText(text).match(PROSE_LINE) ?? [];
  return lines.map((line) => comment(line)).join("");
}

const PROSE_LINE = /.{1,97}(?: |$)|\S+ ?/g;

/** What psql prints while it runs: `\echo` would obey quotes, backslashes and backticks, so nothing but words gets in. */
export function echo(text: string): string {
  return `\\echo '${text.replace(/[^A-Za-z0-9 ,.:()_=-]/g, "_")}'\n`;
}
