import type { Report, Reporter } from "../../contract/report.ts";
import { jsonLine, jsonText } from "../json/json-text.ts";
import { type Places, uriOf } from "../places.ts";
import { type Limits, select } from "../selection.ts";
import { notificationDescriptors, notifications } from "./notifications.ts";
import { resultOf } from "./result.ts";
import { ruleDescriptor } from "./rule.ts";

export interface SarifOptions {
  readonly limits: Limits;
  readonly places: Places;
}

/** GitHub keeps so many results of one run, and refuses a file with five times as many. */
const MOST_RESULTS = 5_000;

/** SARIF 2.1.0, for code scanning. Findings come worst first, so that the limit keeps the worst. */
export const sarif: Reporter<SarifOptions> = {
  name: "sarif",
  *render(report: Report, { limits, places }: SarifOptions): Iterable<string> {
    const { shown } = select(report.findings, limits);
    const results = [...shown, ...report.suppressed].slice(0, MOST_RESULTS);
    const left = { shown: shown.length - Math.min(shown.length, results.length), hidden: report.findings.length - shown.length };
    const rules = report.rules.filter(({ status }) => status !== "off").map(({ rule }) => rule);
    const ruleIndex = new Map(rules.map(({ id }, n) => [id, n]));
    const field = (name: string, value: unknown) => `      ${jsonText(name)}: ${jsonText(value, 6)}`;
    const driver = {
      name: report.tool.name,
      semanticVersion: report.tool.version,
      rules: rules.map(ruleDescriptor),
      notifications: notificationDescriptors(),
    };
    yield `{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n  "runs": [\n    {\n`;
    yield `${field("tool", { driver })},\n`;
    yield `${field("automationDetails", { id: `pgassay/${uriOf(automationName(report))}/` })},\n`;
    yield `${field("invocations", [invocationOf(report, ruleIndex, left)])},\n`;
    yield `${field("columnKind", "unicodeCodePoints")},\n`;
    yield '      "results": [';
    for (const [n, finding] of results.entries()) {
      yield `${n === 0 ? "" : ","}\n        ${jsonLine(resultOf(finding, ruleIndex.get(finding.rule), places, hasSuppressions(report)))}`;
    }
    yield results.length === 0 ? "]\n" : "\n      ]\n";
    yield "    }\n  ]\n}\n";
  },
};

/** What tells the runs of one repository apart: the database, or the file that stands for it. */
function automationName({ source, server }: Report): string {
  const name = source.kind === "live" ? server.database : source.name;
  return name.split(/[\\/]/).at(-1) || "database";
}

function invocationOf(
  report: Report,
  ruleIndex: ReadonlyMap<string, number>,
  left: { readonly shown: number; readonly hidden: number },
): object {
  return {
    executionSuccessful: report.rules.every(({ status }) => status !== "crashed"),
    toolExecutionNotifications: notifications(report, ruleIndex, left),
    properties: { catalogReadAt: report.takenAt },
  };
}

/** When one result says whether it is suppressed, all of them do. */
function hasSuppressions({ suppressed }: Report): boolean {
  return suppressed.length > 0;
}
