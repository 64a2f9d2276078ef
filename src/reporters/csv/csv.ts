import type { Finding } from "../../contract/finding.ts";
import type { Report, Reporter } from "../../contract/report.ts";
import { plainPath } from "../../model/plain-text.ts";
import { evidenceText } from "../evidence.ts";
import { worstLockText } from "../fix-course.ts";
import { type Limits, select } from "../selection.ts";
import { cell } from "./cell.ts";

export interface CsvOptions {
  readonly limits: Limits;
}

/** What each column holds. New ones come last. */
const COLUMNS: Readonly<Record<string, (finding: Finding) => string | number>> = {
  severity: ({ severity }) => severity,
  rule: ({ rule }) => rule,
  category: ({ category }) => category,
  confidence: ({ confidence }) => confidence,
  kind: ({ object }) => object.kind,
  schema: ({ object }) => (object.path.length < 2 ? "" : (object.path[0] as string)),
  object: ({ object }) => plainPath(object.path),
  message: ({ message }) => message,
  evidence: ({ evidence }) => evidence.map(evidenceText).join("; "),
  file: ({ source }) => source?.file ?? "",
  line: ({ source }) => source?.line ?? "",
  column: ({ source }) => source?.column ?? "",
  fix: ({ fix }) => fix?.title ?? "",
  safety: ({ fix }) => fix?.safety ?? "",
  lock: ({ fix }) => (fix === null ? "" : (worstLockText(fix) ?? "")),
  baseline: ({ baselineState }) => baselineState ?? "",
  suppressed: ({ suppressed }) =>
    suppressed === null ? "" : [suppressed.by, suppressed.reason].filter((part) => part !== null).join(": "),
  fingerprint: ({ fingerprint }) => fingerprint,
};

/** RFC 4180, for spreadsheets: one line per finding, none of which is ever a formula. */
export const csv: Reporter<CsvOptions> = {
  name: "csv",
  *render(report: Report, { limits }: CsvOptions): Iterable<string> {
    const columns = Object.values(COLUMNS);
    yield record(Object.keys(COLUMNS));
    for (const finding of select(report.findings, limits).shown) yield record(columns.map((of) => of(finding)));
    for (const finding of report.suppressed) yield record(columns.map((of) => of(finding)));
  },
};

function record(values: readonly (string | number)[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}
