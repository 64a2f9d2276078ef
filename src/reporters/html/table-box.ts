import { plainPath, plainText } from "../../model/plain-text.ts";
import { widthOf } from "../text/width.ts";
import { html, type Markup } from "./markup.ts";
import type { Row, Scene, Side } from "./scene.ts";

/** Pixels: a row with its text, and the room between two boxes. */
export const ROW = 22;
export const GAP = 14;
/** A character of the typewriter face at 12 px. */
const CELL = 7.3;
const PADDING = 10;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export function heightOf(sides: readonly Side[]): number {
  return sides.reduce((height, side) => height + ROW * (1 + side.links.length) + 4, 0) + Math.max(0, sides.length - 1) * GAP;
}

/** The middle of a row below the title; of one that is not shown, the line of those. */
export function yOfRow(row: number, rows: number): number {
  return ROW + 2 + (row < 0 ? rows : row) * ROW + ROW / 2;
}

/** The table in the middle, with types. */
export function tableBox({ path, rows, moreColumns }: Scene, { x, y, width }: Box): Markup {
  const lines = rows.length + (moreColumns > 0 ? 1 : 0);
  return html`<g class="table main"><title>${plainPath(path)}</title>${frame(x, y, width, lines)}${title(plainPath(path), x, y, width)}
${rows.map((row, n) => columnRow(row, x, y + ROW + 2 + n * ROW, width))}${
  moreColumns === 0
    ? null
    : html`<text class="more" x="${x + PADDING}" y="${y + 2 + ROW * lines + 15}">and ${moreColumns} more ${moreColumns === 1 ? "column" : "columns"}</text>`
}</g>
`;
}

/** A table beside it: its name, without the schema where that is the same, and the columns of the keys between. */
export function sideBox({ path, links }: Side, { x, y, width }: Box, beside: readonly string[]): Markup {
  const name = plainPath(path[0] === beside[0] ? path.slice(1) : path);
  return html`<g class="table"><title>${plainPath(path)}</title>${frame(x, y, width, links.length)}${title(name, x, y, width)}
${links.map(({ other }, n) => html`<text x="${x + PADDING}" y="${y + ROW + 2 + n * ROW + 15}">${cut(other ?? "?", width - 2 * PADDING)}</text>`)}</g>
`;
}

function columnRow({ name, type, primaryKey, mark }: Row, x: number, y: number, width: number): Markup {
  const half = (width - 2 * PADDING - 22) / 2;
  return html`${mark === null ? null : html`<rect class="mark ${mark}" x="${x + 1}" y="${y}" width="${width - 2}" height="${ROW}"/>`}<text class="${primaryKey ? "key" : "column"}" x="${x + PADDING}" y="${y + 15}">${cut(name, half + 12)}${primaryKey ? html`<tspan class="badge" dx="6">key</tspan>` : null}</text><text class="type" x="${x + width - PADDING}" y="${y + 15}" text-anchor="end">${cut(shortType(type), half)}</text>
`;
}

/** PostgreSQL's own shorter names. */
function shortType(type: string): string {
  return type
    .replace(/^character varying/, "varchar")
    .replace(/^timestamp(\(\d\))? with time zone/, "timestamptz$1")
    .replace(/^(timestamp(?:\(\d\))?) without time zone/, "$1");
}

function frame(x: number, y: number, width: number, rows: number): Markup {
  return html`<rect class="box" x="${x}" y="${y}" width="${width}" height="${ROW * (rows + 1) + 4}" rx="4"/><path class="rule" d="M${x} ${y + ROW + 1}h${width}"/>`;
}

function title(text: string, x: number, y: number, width: number): Markup {
  return html`<text class="name" x="${x + PADDING}" y="${y + 16}">${cut(text, width - 2 * PADDING)}</text>`;
}

/** The beginning of a text that fits; the box's title has all of it. */
function cut(text: string, width: number): string {
  const cells = Math.floor(width / CELL);
  const plain = plainText(text);
  if (widthOf(plain) <= cells) return plain;
  let kept = "";
  let used = 1;
  for (const character of plain) {
    used += widthOf(character);
    if (used > cells) break;
    kept += character;
  }
  return `${kept}…`;
}
