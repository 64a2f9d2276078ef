import type { Finding } from "../contract/finding.ts";
import { type FixStep, PHASES } from "../contract/fix.ts";
import type { AnyRule } from "../contract/rule.ts";
import { link } from "../model/link.ts";
import { applyStep, type Observed, StepFailed, undoStep } from "./apply.ts";
import { auditCase } from "./audit-case.ts";
import type { TestDatabase } from "./database.ts";
import type { RuleCase } from "./fixture.ts";
import { lostValues, readValues } from "./values.ts";

/** What is wrong with a rule, in sentences; empty when all is well. Works under any test runner. */
export type Problems = readonly string[];

/** Loads a case and compares what the rule reports with what the case says. */
export async function checkCase(db: TestDatabase, rule: AnyRule, ruleCase: RuleCase): Promise<Problems> {
  await load(db, ruleCase);
  const { findings, rules } = auditCase(await db.snapshot(), rule, ruleCase);
  const run = rules[0];
  if (run?.status !== "ran") return [`the rule ${run?.status}: ${run?.reason}`];
  const found = findings.map((finding) => `${finding.messageId} ${finding.object.path.join(".")}`).sort();
  const expected = ruleCase.finds.map((find) => `${find.message} ${find.object}`).sort();
  const missing = expected.filter((text) => !found.includes(text)).map((text) => `not found: ${text}`);
  const extra = found.filter((text) => !expected.includes(text)).map((text) => `found, but not expected: ${text}`);
  const count = found.length === expected.length ? [] : [`${found.length} findings, and ${expected.length} expected`];
  return [...missing, ...extra, ...count];
}

/**
 * The fix oracle and the lock oracle. For each finding of the rule in this case:
 * apply the steps up to the first without undo, go back, and expect the first catalog; then apply all steps and expect
 * the finding gone, nothing new from any recommended rule, every value kept, and the locks and rewrites that the steps declared.
 */
export async function proveFixes(db: TestDatabase, rule: AnyRule, rules: readonly AnyRule[], ruleCase: RuleCase): Promise<Problems> {
  const problems: string[] = [];
  for (const { message, object } of ruleCase.finds) {
    const say = (text: string) => problems.push(`${message} ${object}: ${text}`);
    await load(db, ruleCase);
    const findings = await auditNow(db, rule, rules, ruleCase);
    const finding = findings.find((f) => f.rule === rule.id && f.messageId === message && f.object.path.join(".") === object);
    if (finding === undefined) say("the finding is not there");
    else if (finding.fix === null) {
      if (rule.fixable === "always") say("the rule is always fixable, and there is no fix");
    } else if (rule.fixable === "never") say("the rule is never fixable, and there is a fix");
    else await proveFix(db, rule, rules, findings, finding, ruleCase, say);
  }
  return problems;
}

async function proveFix(
  db: TestDatabase,
  rule: AnyRule,
  rules: readonly AnyRule[],
  before: readonly Finding[],
  finding: Finding,
  ruleCase: RuleCase,
  say: (problem: string) => void,
): Promise<void> {
  const steps = finding.fix?.steps ?? [];
  if (steps.some((step, at) => at > 0 && PHASES.indexOf(step.phase) < PHASES.indexOf((steps[at - 1] as FixStep).phase)))
    say("a phase steps back");
  // A plan for people runs nothing that could be proven.
  if (steps.every((step) => step.is === "manual")) return;
  const end = steps.findIndex((step) => step.is === "sql" && step.undo === null);
  const reversible = end === -1 ? steps : steps.slice(0, end);
  try {
    const first = await db.snapshot();
    const values = await readValues(db, first);
    for (const step of reversible) if (step.is === "sql") await applyStep(db, step);
    for (const step of reversible.toReversed()) await undoStep(db, step);
    const back = await db.snapshot();
    if (link(back.catalog).hash !== link(first.catalog).hash)
      say(`undo does not bring the first catalog back: ${difference(first.catalog, back.catalog)}`);
    for (const lost of lostValues(values, await readValues(db, back))) say(`after undo, ${lost}`);
    for (const step of steps) if (step.is === "sql") compare(await applyStep(db, step), say);
    if (ruleCase.stops) say("no precheck stopped the plan");
    const last = await db.snapshot();
    for (const lost of lostValues(values, await readValues(db, last))) say(lost);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    if (!ruleCase.stops) say(error.message);
    return;
  }
  const after = await auditNow(db, rule, rules, ruleCase);
  if (after.some((other) => other.fingerprint === finding.fingerprint)) say("the finding is still there after the fix");
  const speaks = new Set(rules.filter((other) => other.recommended || other.id === finding.rule).map((other) => other.id));
  for (const other of newlyLoud(before, after).filter((one) => speaks.has(one.rule))) {
    say(`new after the fix: ${other.rule} on ${other.object.path.join(".")}: ${other.message}`);
  }
}

/** Findings that were not there, of rules that have more to say of a table than before: a constraint made anew may keep its old defect under a new name. */
function newlyLoud(before: readonly Finding[], after: readonly Finding[]): Finding[] {
  const place = (finding: Finding) => JSON.stringify([finding.rule, ...finding.object.path.slice(0, 2)]);
  const balance = new Map<string, number>();
  for (const finding of before) balance.set(place(finding), (balance.get(place(finding)) ?? 0) - 1);
  for (const finding of after) balance.set(place(finding), (balance.get(place(finding)) ?? 0) + 1);
  const known = new Set(before.map((finding) => finding.fingerprint));
  return after.filter((finding) => !known.has(finding.fingerprint) && (balance.get(place(finding)) as number) > 0);
}

/** Declared and observed have to be equal: a lock that is not declared is a surprise, one that is not taken is a false alarm. */
function compare({ step, locks, rewritten }: Observed, say: (problem: string) => void): void {
  const declared = new Map(step.locks.filter((lock) => lock.on.kind === "table").map((lock) => [JSON.stringify(lock.on.path), lock]));
  for (const [table, lock] of declared) {
    if ((lock.held === "rewrite") !== rewritten.has(table))
      say(
        `"${step.statements[0]}" declares held "${lock.held}" on ${table}, and the file ${rewritten.has(table) ? "was" : "was not"} replaced`,
      );
  }
  for (const table of rewritten) if (!declared.has(table)) say(`"${step.statements[0]}" rewrites ${table}, which it does not declare`);
  if (locks === null) return;
  for (const [table, lock] of declared) {
    const seen = locks.get(table);
    if (seen !== lock.mode) say(`"${step.statements[0]}" declares ${lock.mode} on ${table} and takes ${seen ?? "no lock"}`);
  }
  for (const [table, mode] of locks) {
    if (mode !== "ACCESS SHARE" && !declared.has(table))
      say(`"${step.statements[0]}" takes ${mode} on ${table}, which it does not declare`);
  }
}

async function auditNow(db: TestDatabase, rule: AnyRule, rules: readonly AnyRule[], ruleCase: RuleCase): Promise<readonly Finding[]> {
  return auditCase(await db.snapshot(), rule, ruleCase, rules).findings;
}

async function load(db: TestDatabase, ruleCase: RuleCase): Promise<void> {
  await db.reset();
  await db.run(ruleCase.sql);
  if (ruleCase.rows !== "") await db.run(ruleCase.rows);
}

/** The first place where two trees differ, for the reader of a failing test. */
export function difference(a: unknown, b: unknown, at = "catalog"): string {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a, b) ? "" : `${at}: ${JSON.stringify(a)} became ${JSON.stringify(b)}`;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = difference((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${at}.${key}`);
    if (found !== "") return found;
  }
  return "";
}
