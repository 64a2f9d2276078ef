import type { Finding } from "../../contract/finding.ts";
import type { Report, Reporter } from "../../contract/report.ts";
import { SEVERITIES, type Severity } from "../../contract/rule.ts";
import { compactLines } from "../compact/compact.ts";
import { objectName } from "../object-name.ts";
import { fileFromRoot, type Places } from "../places.ts";
import { type Limits, select } from "../selection.ts";
import { count } from "../words.ts";
import { command, withoutCommands } from "./command.ts";

export interface GithubOptions {
  readonly limits: Limits;
  readonly places: Places;
  /** A text that nobody can guess: it ends what is printed without being obeyed. */
  readonly token: string;
}

/** GitHub shows so many annotations of each level for one step, and drops the rest. */
const MOST_ANNOTATIONS = 10;

const LEVEL: Readonly<Record<Severity, "error" | "warning" | "notice">> = { error: "error", warning: "warning", info: "notice" };

/** Annotations beside the lines of a pull request; what GitHub would drop is listed in the log. */
export const github: Reporter<GithubOptions> = {
  name: "github",
  *render(report: Report, { limits, places, token }: GithubOptions): Iterable<string> {
    const { shown } = select(report.findings, limits);
    const annotated = new Set(
      SEVERITIES.flatMap((severity) => shown.filter((one) => one.severity === severity).slice(0, MOST_ANNOTATIONS)),
    );
    for (const finding of annotated) yield annotation(finding, places);
    const rest = shown.filter((finding) => !annotated.has(finding));
    const hidden = report.findings.length - shown.length;
    if (rest.length + hidden + report.gaps.length === 0) return;
    yield command("group", {}, `${count(rest.length, "more finding")}, and what was not read`);
    yield* withoutCommands(compactLines(rest, report), token);
    if (hidden > 0) yield `${count(hidden, "finding")} not shown.\n`;
    yield command("endgroup", {}, "");
  },
};

function annotation({ severity, source, rule, object, message, fix }: Finding, places: Places): string {
  const at = source === null ? {} : { file: fileFromRoot(source.file, places), line: source.line, col: source.column };
  const repair = fix === null ? "" : ` Fix: ${fix.title} (${fix.safety}).`;
  return command(LEVEL[severity], { ...at, title: `${rule}: ${objectName(object)}` }, `${message}${repair}`);
}
