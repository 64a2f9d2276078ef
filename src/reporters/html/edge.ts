import type { Severity } from "../../contract/rule.ts";
import { html, type Markup } from "./markup.ts";

/** A foreign key from left to right, with its head at what it refers to; dashed where none is there. */
export function edge(x1: number, y1: number, x2: number, y2: number, mark: Severity | null, missing: boolean): Markup {
  const bend = (x2 - x1) / 2;
  return line(`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 6} ${y2}`, `M${x2} ${y2}l-7 -3.5v7z`, mark, missing);
}

/** A foreign key of a table to itself, along its right side. */
export function loop(x: number, y1: number, y2: number, mark: Severity | null): Markup {
  return line(`M${x} ${y1}C${x + 34} ${y1} ${x + 34} ${y2} ${x + 6} ${y2}`, `M${x} ${y2}l7 -3.5v7z`, mark, false);
}

function line(path: string, head: string, mark: Severity | null, missing: boolean): Markup {
  const kind = `${mark ?? "plain"}${missing ? " missing" : ""}`;
  return html`<path class="edge ${kind}" d="${path}"/><path class="tip ${kind}" d="${head}"/>`;
}
