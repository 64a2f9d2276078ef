import type { Finding } from "../../contract/finding.ts";
import { plainText } from "../../model/plain-text.ts";
import { groupByTable } from "../groups.ts";
import type { Paint } from "../paint.ts";
import { findingLines } from "../text/finding.ts";
import { wrap } from "../text/width.ts";
import { count } from "../words.ts";
import type { Difference } from "./difference.ts";

interface Layout {
  readonly paint: Paint;
  readonly width: number;
}

/** For people: what is new in full, what is gone by name, and the rest as a number. */
export function* differenceText({ before, after, added, fixed, unchanged, uncompared }: Difference, layout: Layout): Iterable<string> {
  const { paint } = layout;
  yield `${paint.bold("pgassay diff")}  ${plainText(before.source.name)} → ${plainText(after.source.name)}\n`;
  for (const group of groupByTable(added)) {
    yield `\n${paint.bold(group.title)}\n`;
    for (const finding of group.findings) yield `${findingLines(finding, layout).join("\n")}\n`;
  }
  if (fixed.length > 0) yield `\n${paint.bold("fixed")}\n`;
  for (const finding of fixed) yield `  ${paint.green("✔")} ${nameOf(finding)}\n`;
  if (uncompared.length > 0)
    yield `\n${wrap(`not compared, because they ran on one side only: ${uncompared.join(", ")}`, layout.width).join("\n")}\n`;
  yield `\n${count(added.length, "new finding")}, ${fixed.length} fixed, ${unchanged.length} unchanged.\n`;
}

function nameOf({ rule, object }: Finding): string {
  return plainText([rule, object.path.join(".")].join("  ").trimEnd());
}
