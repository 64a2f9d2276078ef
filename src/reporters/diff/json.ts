import type { Report } from "../../contract/report.ts";
import { findingOf, SCHEMA_VERSION, serverOf, sourceOf } from "../json/json.ts";
import { jsonText } from "../json/json-text.ts";
import type { Difference } from "./difference.ts";

/** For machines: findings in the shape of the report's. */
export function* differenceJson({ before, after, added, fixed, unchanged, uncompared }: Difference): Iterable<string> {
  const side = (report: Report) => ({ source: sourceOf(report), server: serverOf(report), catalog: { hash: report.catalogHash } });
  const document = {
    schemaVersion: SCHEMA_VERSION,
    tool: after.tool,
    before: side(before),
    after: side(after),
    added: added.map(findingOf),
    fixed: fixed.map(findingOf),
    unchanged: unchanged.map(findingOf),
    uncompared,
    summary: { added: added.length, fixed: fixed.length, unchanged: unchanged.length },
  };
  yield `${jsonText(document, 0)}\n`;
}
