import { plainPath } from "../../model/plain-text.ts";
import type { Group } from "../groups.ts";
import { count, grouped } from "../words.ts";
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
  const caption = captionOf(scene);
  const left = scene.from.slice(0, MOST_SIDES);
  const right = [...scene.to, ...scene.named].slice(0, MOST_SIDES);
  const middleX = left.length === 0 ? 0 : SIDE + BETWEEN;
  const rightX = middleX + MIDDLE + BETWEEN;
  const columns = [heightOf(left), heightOf(right), (scene.rows.length + (scene.moreColumns > 0 ? 1 : 0)) * ROW + ROW + 8];
  const height = Math.max(...columns) + (scene.from.length > MOST_SIDES || scene.to.length + scene.named.length > MOST_SIDES ? ROW : 0);
  const width = right.length === 0 ? middleX + MIDDLE + (scene.loops.length > 0 ? 30 : 0) : rightX + SIDE;
  const middle: Box = { x: middleX, y: 0, width: MIDDLE };
  const yOf = (column: string | null) =>
    yOfRow(
      scene.rows.findIndex(({ name }) => name === column),
      scene.rows.length,
    );
  return {
    caption,
    svg: html`<svg class="schema" role="img" aria-label="${caption}" width="${width}" height="${height}" viewBox="-1 -1 ${width + 2} ${height + 2}">
${stack(left, 0).map(({ side, box }) => side.links.map((link, n) => edge(SIDE, box.y + yOfRow(n, side.links.length), middleX, yOf(link.column), link.mark, false)))}${stack(
  right,
  rightX,
).map(({ side, box }) =>
  side.links.map((link, n) =>
    edge(middleX + MIDDLE, yOf(link.column), rightX, box.y + yOfRow(n, side.links.length), link.mark, scene.named.includes(side)),
  ),
)}${scene.loops.map((link) => loop(middleX + MIDDLE, yOf(link.column), yOf(link.other), link.mark))}
${tableBox(scene, middle)}${stack(left, 0).map(({ side, box }) => sideBox(side, box, scene.path))}${stack(right, rightX).map(({ side, box }) => sideBox(side, box, scene.path))}${more(scene.from.length, 0, heightOf(left))}${more(scene.to.length + scene.named.length, rightX, heightOf(right))}
</svg>`,
  };
}

function captionOf({ path, from, to, named }: Scene): string {
  const parts = [
    from.length === 0 ? "no table refers to it" : from.length === 1 ? "1 table refers to it" : `${grouped(from.length)} tables refer to it`,
    to.length === 0 ? "it refers to none" : `it refers to ${count(to.length, "table")}`,
    ...(named.length === 0 ? [] : [`${count(named.length, "table")} without a foreign key between`]),
  ];
  return `${plainPath(path)}: ${parts.join(", ")}`;
}

function stack(sides: readonly Side[], x: number): { readonly side: Side; readonly box: Box }[] {
  let y = 0;
  return sides.map((side) => {
    const box = { x, y, width: SIDE };
    y += heightOf([side]) + GAP;
    return { side, box };
  });
}

function more(sides: number, x: number, y: number): Markup {
  return sides > MOST_SIDES ? html`<text class="more" x="${x + 8}" y="${y + 14}">and ${sides - MOST_SIDES} more</text>` : html``;
}
