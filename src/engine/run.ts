import type { Finding } from "../contract/finding.ts";
import type { RuleRun } from "../contract/report.ts";
import type { AnyRule, Context, Draft, Input, Messages, Severity, SubjectKind, Subjects } from "../contract/rule.ts";
import type { SuppressionState } from "../contract/suppression.ts";
import type { Advice } from "../model/advice.ts";
import type { Catalog, Table } from "../model/catalog.ts";
import type { ObjectRef, SourceLocation } from "../model/reference.ts";
import type { Sample } from "../model/sample.ts";
import type { Server } from "../model/snapshot.ts";
import type { Stats } from "../model/stats.ts";
import type { Workload } from "../model/workload.ts";
import { compareFindings, type Fixes, toFinding } from "./finding.ts";

/** What the rules of one run see. */
export interface Evidenced {
  readonly takenAt: string;
  readonly server: Server;
  readonly catalog: Catalog;
  readonly stats: Stats | null;
  readonly sample: Sample | null;
  readonly workload: Workload | null;
  readonly advice: Advice | null;
  /** Null while it is not known yet. */
  readonly suppressions: SuppressionState | null;
  locate(ref: ObjectRef): SourceLocation | null;
}

/** What the configuration says of one rule. Options are checked against the rule's schema. */
export interface RuleSetting {
  readonly severity?: Severity | "off";
  readonly options?: unknown;
  /** For some objects other than for the rest; the last one that matches wins. */
  readonly overrides?: readonly RuleOverride[];
}

export interface RuleOverride {
  readonly matches: (object: ObjectRef) => boolean;
  readonly severity?: Severity | "off";
  /** The whole set of options, as the rule's schema wants it. */
  readonly options?: unknown;
}

export interface Run {
  readonly findings: readonly Finding[];
  readonly rules: readonly RuleRun[];
}

/** Shows each rule the subjects it asked for. A rule that throws is reported; the others finish. */
export function runRules(
  rules: readonly AnyRule[],
  settings: ReadonlyMap<string, RuleSetting>,
  seen: Evidenced,
  subjects: <S extends SubjectKind>(kind: S) => Iterable<Subjects[S]>,
  /** Milliseconds, for the timing of rules; the engine itself never asks the time. */
  clock: () => number,
  fixes: Fixes = "at once",
): Run {
  const findings: Finding[] = [];
  const shown = new Set(subjects("table"));
  const runs = rules.map((rule): RuleRun => {
    const setting = settings.get(rule.id) ?? {};
    const idle = { rule, subjects: 0, findings: 0, ms: 0 };
    if (isOff(setting)) return { ...idle, status: "off", reason: null };
    const skipped = reasonToSkip(rule, seen);
    if (skipped !== null) return { ...idle, status: "skipped", reason: skipped };
    const started = clock();
    const outcome = runRule(rule, setting, { ...seen, shown }, subjects(rule.on as SubjectKind), fixes);
    findings.push(...outcome.findings);
    return {
      rule,
      status: outcome.crash === null ? "ran" : "crashed",
      reason: outcome.crash,
      subjects: outcome.subjects,
      findings: outcome.findings.length,
      ms: clock() - started,
    };
  });
  return { findings: findings.sort(compareFindings), rules: runs };
}

/** An override may turn a rule on for some objects. */
function isOff({ severity, overrides = [] }: RuleSetting): boolean {
  return severity === "off" && overrides.every((it) => it.severity === undefined || it.severity === "off");
}

function reasonToSkip(rule: AnyRule, seen: Evidenced): string | null {
  const major = Math.floor(seen.server.version / 10_000);
  const { min, max } = rule.postgres ?? {};
  if (min !== undefined && major < min) return `applies from PostgreSQL ${min}; this is ${major}`;
  if (max !== undefined && major > max) return `applies up to PostgreSQL ${max}; this is ${major}`;
  const missing = (rule.needs as readonly Input[]).filter((input) => seen[input] === null);
  if (missing.length === 0) return null;
  const advice = [
    ...(missing.includes("stats") ? ["audit the live database or a snapshot of it"] : []),
    ...(seen.workload === null && missing.some((input) => input === "workload" || input === "advice")
      ? ["name the server's logs with --logs"]
      : []),
  ];
  const hint = advice.length === 0 ? "" : `: ${advice.join(", and ")}`;
  return `needs ${missing.join(" and ")}, which this source does not have${hint}`;
}

interface Outcome {
  readonly findings: readonly Finding[];
  readonly subjects: number;
  readonly crash: string | null;
}

interface Shown extends Evidenced {
  readonly shown: ReadonlySet<Table>;
}

function runRule(rule: AnyRule, setting: RuleSetting, seen: Shown, subjects: Iterable<Subjects[SubjectKind]>, fixes: Fixes): Outcome {
  const findings: Finding[] = [];
  const contexts = contextsFor(rule, setting, seen);
  const severityOf = severities(setting);
  const known = new Set<string>();
  let count = 0;
  for (const subject of subjects) {
    count += 1;
    if (rule.looksAt !== undefined && !rule.looksAt(subject)) continue;
    const context = contexts(subject as ObjectRef);
    try {
      for (const draft of rule.check(subject, context) as Iterable<Draft<Messages>>) {
        const object = draft.object ?? (subject as ObjectRef);
        const severity = severityOf(object) ?? draft.severity ?? rule.severity;
        if (severity === "off") continue;
        const fix = () => rule.fix?.(subject, draft, context);
        const finding = toFinding(rule, draft, object, severity as Severity, seen.locate, fix, fixes);
        if (known.has(finding.fingerprint)) throw new Error("two findings have the same object and key");
        known.add(finding.fingerprint);
        findings.push(finding);
      }
    } catch (error) {
      const path = (subject as ObjectRef).path.join(".") || "the database";
      return { findings, subjects: count, crash: `at ${path}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  return { findings, subjects: count, crash: null };
}

/** What is set for an object; undefined: what the rule itself says. */
function severities({ severity, overrides = [] }: RuleSetting): (object: ObjectRef) => Severity | "off" | undefined {
  const own = overrides.filter((it) => it.severity !== undefined);
  if (own.length === 0) return () => severity;
  return (object) => own.findLast((it) => it.matches(object))?.severity ?? severity;
}

function contextsFor(rule: AnyRule, setting: RuleSetting, seen: Shown): (subject: ObjectRef) => Context<Input, Input, unknown> {
  const base = contextFor(rule, setting.options, seen);
  const own = (setting.overrides ?? [])
    .filter((it) => it.options !== undefined)
    .map(({ matches, options }) => ({ matches, context: contextFor(rule, options, seen) }));
  if (own.length === 0) return () => base;
  return (subject) => own.findLast((it) => it.matches(subject))?.context ?? base;
}

function contextFor(rule: AnyRule, options: unknown, seen: Shown): Context<Input, Input, unknown> {
  const declared = [...rule.needs, ...(rule.uses ?? [])] as readonly Input[];
  const inputs = Object.fromEntries(declared.map((input) => [input, seen[input] ?? undefined]));
  return Object.freeze({
    ...inputs,
    // Parsed once: code made for it would cost more than it saves.
    options: rule.options.parse(options ?? {}, { jitless: true }),
    server: seen.server,
    now: seen.takenAt,
    find: seen.catalog.find,
    isShown: (table: Table) => seen.shown.has(table),
  }) as Context<Input, Input, unknown>;
}
