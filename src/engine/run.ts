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
import type { Subjected } from "./subjects.ts";

/** What the rules of one run see. */
export interface Evidenced {
  /** The tables that rules on tables are not shown: usually few. */
  readonly hidden: ReadonlySet<Table>;
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

/**
 * Shows each rule the subjects it asked for, one group after the other: what one rule looked at, the next finds in the
 * processor's cache. A rule that throws is reported; the others finish.
 */
export function runRules(
  rules: readonly AnyRule[],
  settings: ReadonlyMap<string, RuleSetting>,
  seen: Evidenced,
  groups: readonly Subjected[],
  /** Milliseconds, for the timing of rules; the engine itself never asks the time. */
  clock: () => number,
  fixes: Fixes = "at once",
): Run {
  const findings: Finding[] = [];
  const looks = rules.map((rule): RuleRun | Look => {
    const setting = settings.get(rule.id) ?? {};
    const idle = { rule, subjects: 0, findings: 0, ms: 0 };
    if (isOff(setting)) return { ...idle, status: "off", reason: null };
    const skipped = reasonToSkip(rule, seen);
    return skipped === null ? new Look(rule, setting, seen, fixes, findings) : { ...idle, status: "skipped", reason: skipped };
  });
  for (const group of groups) {
    for (const look of looks) if (look instanceof Look) look.at(group(look.rule.on as SubjectKind), clock);
  }
  return { findings: findings.sort(compareFindings), rules: looks.map((look) => (look instanceof Look ? look.run() : look)) };
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

/** One rule in one run. */
class Look {
  readonly rule: AnyRule;
  readonly #contexts: (subject: ObjectRef) => Context<Input, Input, unknown>;
  readonly #severityOf: (object: ObjectRef) => Severity | "off" | undefined;
  readonly #locate: Evidenced["locate"];
  readonly #fixes: Fixes;
  readonly #findings: Finding[];
  readonly #known = new Set<string>();
  #subjects = 0;
  #ms = 0;
  #crash: string | null = null;

  constructor(rule: AnyRule, setting: RuleSetting, seen: Evidenced, fixes: Fixes, findings: Finding[]) {
    this.rule = rule;
    this.#contexts = contextsFor(rule, setting, seen);
    this.#severityOf = severities(setting);
    this.#locate = seen.locate;
    this.#fixes = fixes;
    this.#findings = findings;
  }

  at(subjects: readonly Subjects[SubjectKind][], clock: () => number): void {
    if (subjects.length === 0 || this.#crash !== null) return;
    const { rule } = this;
    const started = clock();
    for (const subject of subjects) {
      this.#subjects += 1;
      if (rule.looksAt !== undefined && !rule.looksAt(subject)) continue;
      try {
        this.#check(subject, this.#contexts(subject as ObjectRef));
      } catch (error) {
        const path = (subject as ObjectRef).path.join(".") || "the database";
        this.#crash = `at ${path}: ${error instanceof Error ? error.message : String(error)}`;
        break;
      }
    }
    this.#ms += clock() - started;
  }

  #check(subject: Subjects[SubjectKind], context: Context<Input, Input, unknown>): void {
    const { rule } = this;
    for (const draft of rule.check(subject, context) as Iterable<Draft<Messages>>) {
      const object = draft.object ?? (subject as ObjectRef);
      const severity = this.#severityOf(object) ?? draft.severity ?? rule.severity;
      if (severity === "off") continue;
      const fix = () => rule.fix?.(subject, draft, context);
      const finding = toFinding(rule, draft, object, severity as Severity, this.#locate, fix, this.#fixes);
      if (this.#known.has(finding.fingerprint)) throw new Error("two findings have the same object and key");
      this.#known.add(finding.fingerprint);
      this.#findings.push(finding);
    }
  }

  run(): RuleRun {
    const { rule } = this;
    const status = this.#crash === null ? "ran" : "crashed";
    return { rule, status, reason: this.#crash, subjects: this.#subjects, findings: this.#known.size, ms: this.#ms };
  }
}

/** What is set for an object; undefined: what the rule itself says. */
function severities({ severity, overrides = [] }: RuleSetting): (object: ObjectRef) => Severity | "off" | undefined {
  const own = overrides.filter((it) => it.severity !== undefined);
  if (own.length === 0) return () => severity;
  return (object) => own.findLast((it) => it.matches(object))?.severity ?? severity;
}

function contextsFor(rule: AnyRule, setting: RuleSetting, seen: Evidenced): (subject: ObjectRef) => Context<Input, Input, unknown> {
  const base = contextFor(rule, setting.options, seen);
  const own = (setting.overrides ?? [])
    .filter((it) => it.options !== undefined)
    .map(({ matches, options }) => ({ matches, context: contextFor(rule, options, seen) }));
  if (own.length === 0) return () => base;
  return (subject) => own.findLast((it) => it.matches(subject))?.context ?? base;
}

function contextFor(rule: AnyRule, options: unknown, seen: Evidenced): Context<Input, Input, unknown> {
  const declared = [...rule.needs, ...(rule.uses ?? [])] as readonly Input[];
  const inputs = Object.fromEntries(declared.map((input) => [input, seen[input] ?? undefined]));
  return Object.freeze({
    ...inputs,
    // Parsed once: code made for it would cost more than it saves.
    options: rule.options.parse(options ?? {}, { jitless: true }),
    server: seen.server,
    now: seen.takenAt,
    find: seen.catalog.find,
    isShown: (table: Table) => !seen.hidden.has(table),
  }) as Context<Input, Input, unknown>;
}
