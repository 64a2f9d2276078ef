import type { Finding } from "../../contract/finding.ts";
import type { Fix, FixStep } from "../../contract/fix.ts";
import type { Report, ReportedWorkload, Reporter } from "../../contract/report.ts";
import type { ObjectRef, SourceLocation } from "../../model/reference.ts";
import { countSeverities, type Limits, select } from "../selection.ts";
import { serverVersion } from "../words.ts";
import { jsonText } from "./json-text.ts";

export interface JsonOptions {
  readonly limits: Limits;
}

/** Additions keep the number; a field that goes or changes its meaning raises it. */
export const SCHEMA_VERSION = 1;

/** For machines: one document, whose shape docs/schema/report.schema.json describes. */
export const json: Reporter<JsonOptions> = {
  name: "json",
  *render(report: Report, { limits }: JsonOptions): Iterable<string> {
    const { shown } = select(report.findings, limits);
    const field = (name: string, value: unknown) => `  ${jsonText(name)}: ${jsonText(value, 2)}`;
    yield "{\n";
    yield `${field("schemaVersion", SCHEMA_VERSION)},\n`;
    yield `${field("tool", report.tool)},\n`;
    yield `${field("takenAt", report.takenAt)},\n`;
    yield `${field("source", sourceOf(report))},\n`;
    yield `${field("server", serverOf(report))},\n`;
    yield `${field("catalog", { hash: report.catalogHash, ...report.counted })},\n`;
    yield `${field("coverage", coverageOf(report))},\n`;
    yield `${field("workload", report.workload === null ? null : workloadOf(report.workload))},\n`;
    yield* list("findings", shown, findingOf);
    yield* list("suppressed", report.suppressed, suppressedOf);
    yield `${field("summary", summaryOf(report, shown.length))}\n}\n`;
  },
};

/** One finding at a time: the text of 100,000 of them is never held at once. */
function* list(name: string, findings: readonly Finding[], of: (finding: Finding) => object): Iterable<string> {
  yield `  ${jsonText(name)}: [`;
  for (const [n, finding] of findings.entries()) yield `${n === 0 ? "" : ","}\n    ${jsonText(of(finding), 4)}`;
  yield findings.length === 0 ? "],\n" : "\n  ],\n";
}

export function sourceOf({ source }: Report): object {
  return { kind: source.kind, name: source.name, statements: source.statements };
}

export function serverOf({ server }: Report): object {
  const { version, database, standby, extensions } = server;
  return { version: serverVersion(version), versionNumber: version, database, standby, extensions };
}

export function coverageOf({ rules, gaps, excluded }: Report): object {
  return {
    rules: rules.map(({ rule, status, reason, subjects, findings }) => ({ id: rule.id, status, reason, subjects, findings })),
    gaps: gaps.map(({ what, subject, reason, at, affects }) => ({ what, subject, reason, at: locationOf(at), affects })),
    excluded: excluded.map(({ path, by }) => ({ path, by })),
  };
}

export function workloadOf({ origin, window, statements, calls, totalMs, sessions, coverage, top, tables }: ReportedWorkload): object {
  return { origin, window, statements, calls, totalMs, sessions, coverage, top, tables };
}

/** A finding that somebody accepted, and how. */
export function suppressedOf(finding: Finding): object {
  const { suppressed } = finding;
  return { ...findingOf(finding), suppressed: suppressed === null ? null : { by: suppressed.by, reason: suppressed.reason } };
}

export function findingOf(finding: Finding): object {
  const { rule, category, severity, confidence, message, messageId, data, evidence, related, source, fingerprint, key, fix } = finding;
  return {
    rule,
    category,
    severity,
    confidence,
    object: referenceOf(finding.object),
    key,
    message,
    messageId,
    data,
    evidence: evidence.map((item) => ({
      label: item.label,
      value: item.value,
      unit: item.unit ?? null,
      from: item.from,
      window: item.window === undefined ? null : { since: item.window.since, until: item.window.until },
    })),
    related: related.map(referenceOf),
    location: locationOf(source),
    fingerprint,
    baselineState: finding.baselineState,
    fix: fix === null ? null : fixOf(fix),
  };
}

function fixOf({ title, safety, reversible, worstLock, changes, steps }: Fix): object {
  return { title, safety, reversible, worstLock, changes: changes.map(referenceOf), steps: steps.map(stepOf) };
}

function stepOf(step: FixStep): object {
  if (step.is === "manual") {
    const { is, phase, why, instruction, hazards } = step;
    return { is, phase, why, instruction, hazards };
  }
  const { is, phase, why, statements, transaction, locks, timeouts, requires, verify, undo, hazards } = step;
  return {
    is,
    phase,
    why,
    statements,
    transaction,
    locks: locks.map(({ on, mode, held }) => ({ on: referenceOf(on), mode, held })),
    timeouts: { lockMs: timeouts.lockMs, statementMs: timeouts.statementMs },
    requires: requires === undefined ? null : { sql: requires.sql, because: requires.because },
    verify: verify ?? null,
    undo,
    hazards,
  };
}

function referenceOf({ kind, path }: ObjectRef): object {
  return { kind, path };
}

function locationOf(at: SourceLocation | null): object | null {
  return at === null ? null : { file: at.file, line: at.line, column: at.column ?? null };
}

export function summaryOf(report: Report, shown: number): object {
  const { error, warning, info } = countSeverities(report.findings);
  const fixable = report.findings.filter((finding) => finding.fix !== null).length;
  return { findings: report.findings.length, shown, errors: error, warnings: warning, infos: info, fixable };
}
