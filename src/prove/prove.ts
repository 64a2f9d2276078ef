import type { Finding } from "../contract/finding.ts";
import { ident } from "../facts/identifier.ts";
import { planFixes } from "../fixes/plan.ts";
import type { FixProof, Plan, PlannedFix } from "../fixes/planned.ts";
import type { CatalogData, Settings } from "../model/data.ts";
import type { Copy } from "./copy.ts";
import { type Look, tryPlan } from "./try-plan.ts";

export interface Question {
  readonly catalog: CatalogData;
  readonly extensions: Settings;
  /** The fixes that are wanted: those of these findings, and of what the same rules find after them. */
  readonly findings: readonly Finding[];
  readonly look: Look;
  /** Rules that must not have more to say afterwards. */
  readonly speaks: (rule: string) => boolean;
  /** Narrows what is found after a round to what is wanted. */
  readonly wanted: (finding: Finding) => boolean;
  readonly rows: string | null;
  readonly neverNull: readonly (readonly string[])[];
  readonly say: (what: string) => void;
}

export interface Proof {
  /** The findings whose fixes belong into the plan, round by round. */
  readonly rounds: readonly (readonly Finding[])[];
  readonly fixes: readonly FixProof[];
  readonly deferred: Plan["deferred"];
}

/** A round leaves fixes for the next as long as two of them want the same; a schema needs few. */
const MOST_ROUNDS = 8;

/**
 * Tries the fixes in rounds: each is planned for the schema that the rounds before it leave, and runs in a new copy of it.
 * A fix that does not get on with another one waits for the next round; one that fails alone has failed.
 */
export async function prove(copy: Copy, question: Question): Promise<Proof> {
  const rounds: (readonly Finding[])[] = [];
  const proofs = new Map<string, FixProof>();
  let { catalog } = question;
  let findings = question.findings.filter(({ fix }) => fix !== null);
  let deferred: Plan["deferred"] = [];
  while (findings.length > 0 && rounds.length < MOST_ROUNDS) {
    question.say(`trying ${findings.length} fixes in a copy, round ${rounds.length + 1}`);
    const round = await tryRound(copy, question, catalog, findings);
    for (const proof of round.proofs) proofs.set(proof.fingerprint, proof);
    if (round.chosen.length > 0) rounds.push(round.chosen);
    deferred = round.deferred;
    if (deferred.length === 0 || (round.chosen.length === 0 && round.proofs.length === 0)) break;
    catalog = round.after;
    findings = (await question.look(catalog)).filter(
      (finding) => finding.fix !== null && question.wanted(finding) && !proofs.has(finding.fingerprint),
    );
    if (findings.length === 0) deferred = [];
  }
  return { rounds, fixes: [...proofs.values()], deferred };
}

interface Round {
  readonly chosen: readonly Finding[];
  readonly proofs: readonly FixProof[];
  readonly deferred: Plan["deferred"];
  readonly after: CatalogData;
}

async function tryRound(copy: Copy, question: Question, catalog: CatalogData, findings: readonly Finding[]): Promise<Round> {
  const proofs: FixProof[] = [];
  const stopped: Finding[] = [];
  let postponed: Plan["deferred"] = [];
  let candidates = findings;
  for (;;) {
    const plan = planFixes(candidates);
    const deferred = [...plan.deferred, ...postponed];
    if (plan.fixes.length === 0) return { chosen: stopped, proofs, deferred, after: catalog };
    const { lost } = await copy.build({ catalog, extensions: question.extensions, rows: question.rows, neverNull: question.neverNull });
    const first = await copy.catalog();
    const without = lostFor(plan, lost);
    const coaxed = without.length > 0 ? [] : await coaxAll(copy, plan);
    if (without.length + coaxed.length > 0) {
      for (const fix of without) proofs.push(proofOf(fix, "failed", "the copy could not be made with all that it needs"));
      for (const fix of coaxed) proofs.push(proofOf(fix, "refused", becauseOf(fix)));
      stopped.push(...coaxed.map(({ finding }) => finding));
      candidates = except(candidates, [...without, ...coaxed]);
      continue;
    }
    const trial = await tryPlan(copy, { plan, before: await question.look(first), look: question.look, speaks: question.speaks });
    if (trial.is === "fine") {
      for (const fix of plan.fixes) proofs.push({ ...proofOf(fix, "proven", null), steps: trial.observed.get(fix) ?? [] });
      return { chosen: [...plan.fixes.map(({ finding }) => finding), ...stopped], proofs, deferred, after: trial.after };
    }
    if (trial.is === "stopped") {
      for (const [fix, by] of trial.fixes) proofs.push(proofOf(fix, "refused", by ?? becauseOf(fix)));
      stopped.push(...[...trial.fixes.keys()].map(({ finding }) => finding));
      candidates = except(candidates, [...trial.fixes.keys()]);
      continue;
    }
    // Of several, the later ones wait; so does one beside others of its tables. Alone it is the fix itself.
    const [, ...others] = trial.fixes;
    const blamed = others.length > 0 ? others : trial.fixes;
    for (const fix of blamed) {
      if (others.length === 0 && isAlone(fix, plan)) proofs.push(proofOf(fix, "failed", trial.reason));
      else postponed = [...postponed, { finding: fix.finding, because: `does not get on with another fix: ${trial.reason}` }];
    }
    candidates = except(candidates, blamed);
  }
}

/** Values of the copy that meet the prechecks of each fix, where some do; returns the fixes whose first step none is met for. */
async function coaxAll(copy: Copy, plan: Plan): Promise<PlannedFix[]> {
  const refused: PlannedFix[] = [];
  for (const planned of plan.fixes) {
    const columns = [planned.finding.object, ...planned.fix.changes].filter(({ kind }) => kind === "column").map(({ path }) => path);
    const distinct = [...new Map(columns.map((path) => [JSON.stringify(path), path])).values()];
    const steps = planned.fix.steps.filter((step) => step.is === "sql");
    for (const [at, { phase, requires }] of steps.entries()) {
      // A later check may ask for what an earlier step does.
      if (requires === undefined || (at > 0 && phase !== "expand" && phase !== "validate")) continue;
      const asked = distinct.filter((path) => requires.sql.includes(ident(path[2] ?? "")));
      if (!(await copy.coax(requires.sql, asked)) && at === 0) refused.push(planned);
    }
  }
  return refused;
}

/** No other fix of the plan touches a table of this one. */
function isAlone(fix: PlannedFix, plan: Plan): boolean {
  const own = tablesOf(fix);
  return plan.fixes.every((other) => other === fix || [...tablesOf(other)].every((table) => !own.has(table)));
}

function tablesOf({ finding, fix }: PlannedFix): Set<string> {
  const locked = fix.steps.flatMap((step) => (step.is === "sql" ? step.locks.map(({ on }) => on) : []));
  return new Set(
    [finding.object, ...fix.changes, ...locked].flatMap(({ path }) => (path.length < 2 ? [] : [JSON.stringify(path.slice(0, 2))])),
  );
}

function becauseOf({ fix }: PlannedFix): string {
  const reasons = fix.steps.flatMap((step) => (step.is === "sql" && step.requires !== undefined ? [step.requires.because] : []));
  return `a precheck stopped it, as it has to where ${[...new Set(reasons)].join(", or ")}`;
}

/** Fixes of tables that are not in the copy. */
function lostFor(plan: Plan, lost: readonly (readonly string[])[]): PlannedFix[] {
  const gone = new Set(lost.map((path) => JSON.stringify(path)));
  return plan.fixes.filter(({ fix }) =>
    fix.changes.some(({ path }) => gone.has(JSON.stringify(path)) || gone.has(JSON.stringify(path.slice(0, 2)))),
  );
}

function except(findings: readonly Finding[], fixes: readonly PlannedFix[]): Finding[] {
  const gone = new Set(fixes.map(({ finding }) => finding.fingerprint));
  return findings.filter(({ fingerprint }) => !gone.has(fingerprint));
}

function proofOf({ finding }: PlannedFix, status: FixProof["status"], reason: string | null): FixProof {
  return { fingerprint: finding.fingerprint, rule: finding.rule, object: finding.object, status, reason, steps: [] };
}
