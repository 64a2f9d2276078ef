import type { HorizontalAlignment } from "cli-table3";
import { plainText } from "../../model/plain-text.ts";

/** A table without borders. */
export async function tableText(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  aligns: readonly HorizontalAlignment[] = [],
): Promise<string> {
  const { default: Table } = await import("cli-table3");
  const table = new Table({
    head: [...head],
    colAligns: [...aligns],
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: NO_BORDERS,
  });
  table.push(...rows.map((row) => row.map(plainText)));
  const lines = table.toString().split("\n");
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

const PARTS = [
  "top",
  "top-mid",
  "top-left",
  "top-right",
  "bottom",
  "bottom-mid",
  "bottom-left",
  "bottom-right",
  "left",
  "left-mid",
] as const;
const MORE_PARTS = ["mid", "mid-mid", "right", "right-mid", "middle"] as const;
const NO_BORDERS = Object.fromEntries([...PARTS, ...MORE_PARTS].map((part) => [part, ""]));
