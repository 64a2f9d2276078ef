import type { Finding } from "../../contract/finding.ts";
import type { Report, Reporter } from "../../contract/report.ts";
import { SEVERITIES } from "../../contract/rule.ts";
import { compareText } from "../../model/reference.ts";
import { fixCourse } from "../fix-course.ts";
import { groupByTable, nameWithin } from "../groups.ts";
import { placeText } from "../places.ts";
import { countSeverities, type Limits, select } from "../selection.ts";
import { count, grouped, serverVersion } from "../words.ts";
import { coverageText } from "./coverage.ts";
import { code, prose } from "./inline.ts";

export interface MarkdownOptions {
  readonly limits: Limits;
  /** UTF-8 bytes of the whole text; what has no room is counted at its end. */
  readonly room: number;
}

/** The longest comment that GitHub takes, in characters: bytes are never fewer. */
export const COMMENT = 65_536;
/** The longest summary of one step. */
export const STEP_SUMMARY = 1_048_576;

/** What is kept for the sentence that says what was left out. */
const NOTE = 2_000;
const MOST_RULES = 12;

/** For a comment on a pull request, or a step's summary: the worst first, as many as there is room for. */
export const markdown: Reporter<MarkdownOptions> = {
  name: "markdown",
  *render(report: Report, { limits, room }: MarkdownOptions): Iterable<string> {
    const { shown } = select(report.findings, limits);
    const head = headText(report);
    const tail = coverageText(report);
    yield head;
    let left = room - NOTE - bytesOf(head) - bytesOf(tail);
    const written = new Set<Finding>();
    for (const group of groupByTable(shown)) {
      let title = `\n#### ${code(group.title)}\n\n`;
      for (const finding of group.findings) {
        const text = title + findingText(finding);
        left -= bytesOf(text);
        if (left < 0) break;
        yield text;
        title = "";
        written.add(finding);
      }
      if (left < 0) break;
    }
    yield cutText(report.findings.filter((finding) => !written.has(finding)));
    yield tail;
  },
};

function headText(report: Report): string {
  const { findings, source, server, tool } = report;
  const counts = countSeverities(findings);
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => count(counts[severity], severity));
  const verdict = findings.length === 0 ? "no findings" : `${count(findings.length, "finding")}: ${parts.join(", ")}`;
  return `### pgassay: ${verdict}\n\n${code(source.name)}, PostgreSQL ${serverVersion(server.version)}, pgassay ${prose(tool.version)}\n`;
}

function findingText(finding: Finding): string {
  const { severity, rule, object, source, message, fix } = finding;
  const within = nameWithin(object);
  const where = source === null ? "" : ` (${code(placeText(source))})`;
  const repair = fix === null ? "" : `<br>Fix: ${prose(fix.title)} — ${prose(fixCourse(fix))}`;
  return `- **${severity}** ${code(rule)}${within === "" ? "" : ` ${code(within)}`}${where}<br>${prose(message)}${repair}\n`;
}

function cutText(left: readonly Finding[]): string {
  if (left.length === 0) return "";
  const counts = new Map<string, number>();
  for (const { rule } of left) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const rules = [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  const named = rules.slice(0, MOST_RULES).map(([rule, n]) => `${code(rule)} ${grouped(n)}`);
  const others = rules.length > MOST_RULES ? `, and ${grouped(rules.length - MOST_RULES)} more rules` : "";
  return `\n${count(left.length, "finding")} left out here: ${named.join(", ")}${others}. The JSON and HTML reports have all of them.\n`;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
