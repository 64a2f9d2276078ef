import type { Finding } from "../../contract/finding.ts";
import type { Report, Reporter, RuleRun } from "../../contract/report.ts";
import { evidenceText } from "../evidence.ts";
import { fixCourse } from "../fix-course.ts";
import { groupByRule } from "../groups.ts";
import { objectName } from "../object-name.ts";
import { fileFromRoot, type Places, placeText } from "../places.ts";
import { type Limits, select } from "../selection.ts";
import { count } from "../words.ts";
import { attributes, xmlText } from "./xml.ts";

export interface JunitOptions {
  readonly limits: Limits;
  readonly places: Places;
}

/**
 * A suite per rule, a case per finding. Errors and warnings are failures, infos pass and say what they say;
 * a rule that found nothing is one case that passes, one that was skipped says why.
 */
export const junit: Reporter<JunitOptions> = {
  name: "junit",
  *render(report: Report, { limits, places }: JunitOptions): Iterable<string> {
    const byRule = groupByRule(select(report.findings, limits).shown);
    const runs = report.rules.filter(({ status }) => status !== "off");
    const all = totals(runs.map((run) => suiteTotals(run, byRule.get(run.rule.id) ?? [])));
    yield '<?xml version="1.0" encoding="UTF-8"?>\n';
    yield `<testsuites${attributes({ name: `pgassay ${report.source.name}`, ...all })}>\n`;
    for (const run of runs) yield* suite(run, byRule.get(run.rule.id) ?? [], report, places);
    yield "</testsuites>\n";
  },
};

interface Totals {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function suiteTotals({ status }: RuleRun, findings: readonly Finding[]): Totals {
  const crashed = status === "crashed" ? 1 : 0;
  const skipped = status === "skipped" ? 1 : 0;
  const passed = status === "ran" && findings.length === 0 ? 1 : 0;
  return { tests: findings.length + crashed + skipped + passed, failures: findings.filter(isFailure).length, errors: crashed, skipped };
}

function totals(parts: readonly Totals[]): Totals {
  const sum = (key: keyof Totals) => parts.reduce((total, part) => total + part[key], 0);
  return { tests: sum("tests"), failures: sum("failures"), errors: sum("errors"), skipped: sum("skipped") };
}

function* suite(run: RuleRun, findings: readonly Finding[], report: Report, places: Places): Iterable<string> {
  const { rule, status, reason, subjects, ms } = run;
  // The format has local times without a zone.
  const timestamp = report.takenAt.slice(0, 19);
  const time = (ms / 1_000).toFixed(3);
  yield `  <testsuite${attributes({ name: rule.id, ...suiteTotals(run, findings), time, timestamp })}>\n`;
  for (const finding of findings) yield findingCase(finding, places);
  if (status === "skipped") yield testCase(rule.id, rule.id, `<skipped${attributes({ message: reason ?? "" })}/>`);
  if (status === "crashed") yield testCase(rule.id, rule.id, `<error${attributes({ type: "crash", message: reason ?? "" })}/>`);
  if (status === "ran" && findings.length === 0) yield testCase(rule.id, `looked at ${count(subjects, rule.on)}`, null);
  yield "  </testsuite>\n";
}

function findingCase(finding: Finding, places: Places): string {
  const { rule, object, key, severity, message, source } = finding;
  const text = details(finding).map(xmlText).join("\n");
  const body = isFailure(finding)
    ? `<failure${attributes({ type: severity, message })}>${text}</failure>`
    : `<system-out>${xmlText(message)}\n${text}</system-out>`;
  const name = key === null ? objectName(object) : `${objectName(object)} (${key})`;
  return testCase(rule, name, body, source === null ? undefined : fileFromRoot(source.file, places));
}

function testCase(rule: string, name: string, body: string | null, file?: string): string {
  const opened = `    <testcase${attributes({ classname: `pgassay.${rule}`, name, time: "0", file })}`;
  return body === null ? `${opened}/>\n` : `${opened}>${body}</testcase>\n`;
}

function details({ source, evidence, fix, fingerprint }: Finding): string[] {
  return [
    ...(source === null ? [] : [placeText(source)]),
    ...evidence.map(evidenceText),
    ...(fix === null ? [] : [`fix: ${fix.title}`, fixCourse(fix)]),
    `fingerprint ${fingerprint}`,
  ];
}

function isFailure({ severity }: Finding): boolean {
  return severity !== "info";
}
