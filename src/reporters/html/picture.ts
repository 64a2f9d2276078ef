import { plainPath } from "../../model/plain-text.ts";
import type { Group } from "../groups.ts";
import { count } from "../words.ts";
import { edge, loop } from "./edge.ts";
import { html, type Markup } from "./markup.ts";
import type { Neighbourhood } from "./neighbourhood.ts";
import { type Scene, type Side, sceneOf } from "./scene.ts";
import { type Box, GAP, heightOf, ROW, sideBox, tableBox, yOfRow } from "./table-box.ts";

export interface Picture {
  /** What it shows, in words. */
  readonly caption: string;
  readonly svg: Markup;
}

const SIDE = 200;
const MIDDLE = 320;
/** Room for the lines between. */
const BETWEEN = 70;
const MOST_SIDES = 6;

/** The table in the middle, who refers to it on its left, what it refers to on its right. */
export function picture(group: Group, neighbourhood: Neighbourhood): Picture | null {
  const scene = sceneOf(group, neighbourhood);
  if (scene === null) return null;
  const { path } = scene;
  const caption = captionOf(scene);
  const left = scene.from.slice(0, MOST_SIDES);
  const right = [...scene.to, ...scene.named].slice(0, MOST_SIDES);
  const middleX = left.length === 0 ? 0 : SIDE + BETWEEN;
  const rightX = middleX + MIDDLE + BETWEEN;
  const over = scene.from.length > MOST_SIDES || scene.to.length + scene.named.length > MOST_SIDES;
  const lines = scene.rows.length + (scene.moreColumns > 0 ? 1 : 0);
  const own = ROW * (lines + 1) + 4;
  const tallest = Math.max(heightOf(left), heightOf(right), own);
  const width = right.length === 0 ? middleX + MIDDLE + (scene.loops.length > 0 ? 30 : 0) : rightX + SIDE;
  const height = tallest + (over ? ROW : 0);
  const middle: Box = { x: middleX, y: (tallest - own) / 2, width: MIDDLE };
  const yOf = (column: string | null) =>
    middle.y +
    yOfRow(
      scene.rows.findIndex(({ name }) => name === column),
      scene.rows.length,
    );
  const lefts = stack(left, 0, tallest);
  const rights = stack(right, rightX, tallest);
  const endX = middleX + MIDDLE;
  return {
    caption,
    svg: html`<svg class="schema" role="img" aria-label="${plainPath(path)}: ${caption}" width="${width}" height="${height}" viewBox="-1 -1 ${width + 2} ${height + 2}">
${lefts.map(({ side, box }) => side.links.map((link, n) => edge(SIDE, box.y + yOfRow(n, side.links.length), middleX, yOf(link.column), link.mark, false)))}
${rights.map(({ side, box }) => side.links.map((link, n) => edge(endX, yOf(link.column), rightX, box.y + yOfRow(n, side.links.length), link.mark, scene.named.includes(side))))}
${scene.loops.map((link) => loop(endX, yOf(link.column), yOf(link.other), link.mark))}
${tableBox(scene, middle)}${[...lefts, ...rights].map(({ side, box }) => sideBox(side, box, path))}${more(scene.from.length, 0, tallest)}${more(scene.to.length + scene.named.length, rightX, tallest)}
</svg>`,
  };
}

function captionOf({ from, to, named }: Scene): string {
  const parts = [
    from.length === 0 ? "no table refers to it" : count(from.length, "table refers to it", "tables refer to it"),
    to.length === 0 ? "it refers to none" : `it refers to ${count(to.length, "table")}`,
    ...(named.length === 0 ? [] : [`${count(named.length, "table")} without a foreign key between`]),
  ];
  return parts.join(", ");
}

/** One below the other, in the middle of the height. */
function stack(sides: readonly Side[], x: number, height: number): { readonly side: Side; readonly box: Box }[] {
  let y = (height - heightOf(sides)) / 2;
  return sides.map((side) => {
    const box = { x, y, width: SIDE };
    y += heightOf([side]) + GAP;
    return { side, box };
  });
}

function more(sides: number, x: number, y: number): Markup {
  return sides > MOST_SIDES ? html`<text class="more" x="${x + 8}" y="${y + 14}">and ${sides - MOST_SIDES} more</text>` : html``;
}
