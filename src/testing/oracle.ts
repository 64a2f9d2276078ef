import type { Finding } from "../contract/finding.ts";
import { type FixStep, PHASES } from "../contract/fix.ts";
import type { AnyRule } from "../contract/rule.ts";
import { link } from "../model/link.ts";
import type { ObjectRef } from "../model/reference.ts";
import { applyStep, StepFailed, undoStep } from "./apply.ts";
import { auditCase } from "./audit-case.ts";
import { compareLocks } from "./compare-locks.ts";
import type { TestDatabase } from "./database.ts";
import { difference } from "./difference.ts";
import type { RuleCase } from "./fixture.ts";
import { insertedInto } from "./inserted-into.ts";
import { newlyLoud } from "./newly-loud.ts";
import { emptiedBy, lostValues, readValues, without } from "./values.ts";

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
  let emptied: readonly ObjectRef[] = [];
  try {
    const first = await db.snapshot();
    emptied = emptiedBy(steps, first.catalog);
    const values = await readValues(db, first);
    const mayGrow = insertedInto(steps);
    for (const step of reversible) if (step.is === "sql") await applyStep(db, step);
    for (const step of reversible.toReversed()) await undoStep(db, step);
    const back = await db.snapshot();
    if (link(back.catalog).hash !== link(first.catalog).hash)
      say(`undo does not bring the first catalog back: ${difference(first.catalog, back.catalog)}`);
    for (const lost of lostValues(values, await readValues(db, back), mayGrow)) say(`after undo, ${lost}`);
    for (const step of steps) if (step.is === "sql") compareLocks(await applyStep(db, step), say);
    if (ruleCase.stops) say("no precheck stopped the plan");
    const last = await db.snapshot();
    for (const lost of lostValues(without(values, emptied), await readValues(db, last), mayGrow)) say(lost);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    if (!ruleCase.stops) say(error.message);
    return;
  }
  const after = await auditNow(db, rule, rules, ruleCase, emptied);
  if (after.some((other) => other.fingerprint === finding.fingerprint)) say("the finding is still there after the fix");
  const speaks = new Set(rules.filter((other) => other.recommended || other.id === finding.rule).map((other) => other.id));
  // A repair of the schema leaves the statements as they were: what is said of them next is for the application.
  for (const other of newlyLoud(before, after).filter((one) => speaks.has(one.rule) && one.object.kind !== "statement")) {
    say(`new after the fix: ${other.rule} on ${other.object.path.join(".")}: ${other.message}`);
  }
}

async function auditNow(
  db: TestDatabase,
  rule: AnyRule,
  rules: readonly AnyRule[],
  ruleCase: RuleCase,
  emptied: readonly ObjectRef[] = [],
): Promise<readonly Finding[]> {
  return auditCase(await db.snapshot(), rule, ruleCase, rules, emptied).findings;
}

async function load(db: TestDatabase, ruleCase: RuleCase): Promise<void> {
  await db.reset();
  await db.run(ruleCase.sql);
  if (ruleCase.rows !== "") await db.run(ruleCase.rows);
}
