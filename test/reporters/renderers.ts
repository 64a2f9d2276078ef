import { RENDERERS } from "../../scripts/generate/report-files.ts";
import type { Report } from "../../src/contract/index.ts";

/** A report in the format of a file name's ending, as the example reports are written. */
export function rendered(format: keyof typeof RENDERERS, report: Report): string {
  return [...chunksOf(format, report)].join("");
}

export function chunksOf(format: keyof typeof RENDERERS, report: Report): Iterable<string> {
  const render = RENDERERS[format];
  if (render === undefined) throw new Error(`no format ${format}`);
  return render(report);
}

export const FORMATS = Object.keys(RENDERERS);
