import type { Report, Reporter } from "../../contract/report.ts";
import type { Severity } from "../../contract/rule.ts";
import { plainText } from "../../model/plain-text.ts";
import { jsonLine } from "../json/json-text.ts";
import { type Places, placeOf } from "../places.ts";
import { type Limits, select } from "../selection.ts";

export interface GitlabOptions {
  readonly limits: Limits;
  readonly places: Places;
}

const SEVERITY: Readonly<Record<Severity, string>> = { error: "critical", warning: "major", info: "info" };

/** GitLab's Code Quality report: it compares fingerprints, and shows what a merge request adds and mends. */
export const gitlab: Reporter<GitlabOptions> = {
  name: "gitlab",
  *render(report: Report, { limits, places }: GitlabOptions): Iterable<string> {
    yield "[";
    for (const [n, finding] of select(report.findings, limits).shown.entries()) {
      const { file, line } = placeOf(finding, places);
      const issue = {
        description: plainText(finding.message),
        check_name: finding.rule,
        fingerprint: finding.fingerprint,
        severity: SEVERITY[finding.severity],
        location: { path: file, lines: { begin: line } },
      };
      yield `${n === 0 ? "" : ","}\n${jsonLine(issue)}`;
    }
    yield "\n]\n";
  },
};
