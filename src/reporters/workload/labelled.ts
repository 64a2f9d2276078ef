import { plainText } from "../../model/plain-text.ts";
import type { Paint } from "../paint.ts";
import { padTo, widthOf, wrap } from "../text/width.ts";

const LABEL = 12;

/** A label and what it stands for, wrapped beside it. */
export function labelled(
  label: string,
  texts: readonly string[],
  { paint, width }: { readonly paint: Paint; readonly width: number },
): string[] {
  const lines = texts.flatMap((text) => wrap(plainText(text), Math.max(20, width - LABEL)));
  return lines.map((line, n) => paint.dim(padTo(n === 0 ? label : "", LABEL)) + line);
}

/** SQL as one paragraph of at most so many lines. A long list of columns is left out first: what it is asked of says more. */
export function sqlLines(sql: string, room: number, most: number): string[] {
  const text = plainText(sql.replace(/\s+/g, " ").trim());
  const lines = linesOf(text, room);
  if (lines.length <= most) return lines;
  const from = text.search(/ FROM /i);
  const short = from > room ? linesOf(`${text.slice(0, Math.floor(room / 2)).replace(/[^ ]*$/, "…")}${text.slice(from)}`, room) : lines;
  return short.length <= most ? short : [...short.slice(0, most - 1), cut(`${short[most - 1]} …`, room)];
}

function linesOf(text: string, room: number): string[] {
  return wrap(text, room).map((line) => cut(line, room));
}

/** A word that is longer than the line is data more often than a name. */
function cut(line: string, room: number): string {
  if (widthOf(line) <= room) return line;
  let kept = "";
  for (const character of line) {
    if (widthOf(kept + character) > room - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
