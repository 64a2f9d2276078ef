import type { Finding } from "../../contract/finding.ts";
import type { Report, Reporter } from "../../contract/report.ts";
import { plainText } from "../../model/plain-text.ts";
import { objectName } from "../object-name.ts";
import { placeText } from "../places.ts";
import { type Limits, select } from "../selection.ts";
import { count } from "../words.ts";

export interface CompactOptions {
  readonly limits: Limits;
}

/** One line per finding, as compilers write them: editors and `grep` know what to do with it. */
export const compact: Reporter<CompactOptions> = {
  name: "compact",
  *render(report: Report, { limits }: CompactOptions): Iterable<string> {
    const { shown } = select(report.findings, limits);
    yield* compactLines(shown, report);
    const hidden = report.findings.length - shown.length;
    if (hidden > 0) yield `${plainText(report.source.name)}: note: ${count(hidden, "finding")} not shown\n`;
  },
};

/** Some findings, and what could not be read. */
export function* compactLines(findings: readonly Finding[], { gaps, source: { name } }: Report): Iterable<string> {
  for (const { source, object, severity, message, rule } of findings) {
    const where = source === null ? objectName(object) : placeText(source);
    yield `${where}: ${severity}: ${plainText(message)} [${rule}]\n`;
  }
  for (const { what, at, subject, reason } of gaps) {
    if (what === "rows") continue;
    yield `${at === null ? plainText(name) : placeText(at)}: note: not read: ${plainText(`${subject}: ${reason}`)}\n`;
  }
}
