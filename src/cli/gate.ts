import type { Report, RuleRun } from "../contract/report.ts";
import { countSeverities, isAtLeast } from "../reporters/selection.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { BaselineOptions, GateOptions } from "./options/gate.ts";

/** The exit code of a run that came to its end, and what to say of it on stderr. */
export function gate(report: Report, options: GateOptions & BaselineOptions): { readonly code: ExitCode; readonly because: string | null } {
  const crashed = report.rules.find((run) => run.status === "crashed");
  if (crashed !== undefined) return { code: EXIT.failed, because: `the rule ${crashed.rule.id} crashed ${crashed.reason}` };
  if (options.strict === true) {
    const partial = whatIsPartial(report);
    if (partial !== null) return { code: EXIT.failed, because: `--strict: ${partial}` };
  }
  const [gone] = report.stale;
  if (options.strictBaseline === true && gone !== undefined) {
    const count = report.stale.length === 1 ? "1 entry" : `${report.stale.length} entries`;
    return {
      code: EXIT.failed,
      because: `--strict-baseline: the baseline has ${count} whose finding is gone, the first: ${gone.rule} on ${gone.object}`,
    };
  }
  if (options.exitZero === true) return { code: EXIT.clean, because: null };
  const { failOn, maxWarnings } = options;
  if (failOn !== "never" && report.findings.some((finding) => isAtLeast(finding.severity, failOn))) {
    return { code: EXIT.findings, because: null };
  }
  const { warning } = countSeverities(report.findings);
  if (maxWarnings !== undefined && warning > maxWarnings) {
    return { code: EXIT.findings, because: `${warning} warnings are more than --max-warnings ${maxWarnings}` };
  }
  return { code: EXIT.clean, because: null };
}

function whatIsPartial(report: Report): string | null {
  const gaps = report.gaps.filter(({ what }) => what !== "rows");
  const [gap] = gaps;
  if (gap !== undefined) return `${gaps.length} not read, the first: ${gap.subject}: ${gap.reason}`;
  const skipped = report.rules.find(
    (run) => run.status === "skipped" && !isForOtherVersions(run, report.server.version) && !isForDatabases(run, report),
  );
  return skipped === undefined ? null : `the rule ${skipped.rule.id} was skipped: ${skipped.reason}`;
}

/** Text has no statistics and no rows: a rule that needs them has nothing to miss in it either. */
function isForDatabases({ rule }: RuleRun, { source }: Report): boolean {
  return rule.needs.length > 0 && (source.kind === "sql" || source.kind === "migrations");
}

/** A rule about other versions has nothing to miss here. */
function isForOtherVersions({ rule }: RuleRun, version: number): boolean {
  const major = Math.floor(version / 10_000);
  const { min, max } = rule.postgres ?? {};
  return (min !== undefined && major < min) || (max !== undefined && major > max);
}
