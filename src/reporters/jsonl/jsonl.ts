import type { Report, Reporter } from "../../contract/report.ts";
import { coverageOf, findingOf, SCHEMA_VERSION, serverOf, sourceOf, summaryOf, suppressedOf, workloadOf } from "../json/json.ts";
import { jsonLine } from "../json/json-text.ts";
import { type Limits, select } from "../selection.ts";

export interface JsonlOptions {
  readonly limits: Limits;
}

/** The JSON report cut into lines, for programs that read one finding at a time: `type` says what a line is. */
export const jsonl: Reporter<JsonlOptions> = {
  name: "jsonl",
  *render(report: Report, { limits }: JsonlOptions): Iterable<string> {
    const { shown } = select(report.findings, limits);
    const line = (type: string, value: object) => `${jsonLine({ type, ...value })}\n`;
    const { tool, takenAt } = report;
    const catalog = { hash: report.catalogHash, ...report.counted };
    yield line("report", { schemaVersion: SCHEMA_VERSION, tool, takenAt, source: sourceOf(report), server: serverOf(report), catalog });
    for (const finding of shown) yield line("finding", findingOf(finding));
    for (const finding of report.suppressed) yield line("suppressed", suppressedOf(finding));
    yield line("coverage", coverageOf(report));
    if (report.workload !== null) yield line("workload", workloadOf(report.workload));
    yield line("summary", summaryOf(report, shown.length));
  },
};
