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

/** SQL as one paragraph of at most so many lines; what is longer ends in an ellipsis. */
export function sqlLines(sql: string, room: number, most: number): string[] {
  const lines = wrap(plainText(sql.replace(/\s+/g, " ").trim()), room).map((line) => cut(line, room));
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), cut(`${lines[most - 1]} …`, room)];
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
