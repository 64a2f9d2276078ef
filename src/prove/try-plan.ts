import type { Finding } from "../contract/finding.ts";
import { nameOf } from "../fixes/describe.ts";
import type { ObservedStep, Plan, PlannedFix, PlannedStep } from "../fixes/planned.ts";
import type { CatalogData } from "../model/data.ts";
import type { ObjectRef } from "../model/reference.ts";
import { isEmptied } from "../model/uncounted.ts";
import type { Observed } from "../testing/apply.ts";
import { insertedInto } from "../testing/inserted-into.ts";
import { newlyLoud } from "../testing/newly-loud.ts";
import { emptiedBy } from "../testing/values.ts";
import { changedTables } from "./changed-tables.ts";
import type { Applied, Copy } from "./copy.ts";

/** What a look at the catalog of the copy finds; what was counted in tables that the plan has emptied is not known then. */
export type Look = (catalog: CatalogData, emptied?: readonly ObjectRef[]) => Promise<readonly Finding[]>;

export type Trial =
  | { readonly is: "fine"; readonly after: CatalogData; readonly observed: ReadonlyMap<PlannedFix, readonly ObservedStep[]> }
  /** One of these fixes, or what they do together, is not as it has to be. */
  | { readonly is: "wrong"; readonly fixes: readonly PlannedFix[]; readonly reason: string }
  | { readonly is: "stopped"; readonly fixes: ReadonlyMap<PlannedFix, string | null> };

export interface TrialOf {
  readonly plan: Plan;
  readonly before: readonly Finding[];
  readonly look: Look;
  /** Rules whose new findings count. */
  readonly speaks: (rule: string) => boolean;
}

/** Runs the plan in the copy: there and back as far as there is a way back, and then there to its end. Stops at what is wrong first. */
export async function tryPlan(copy: Copy, { plan, before, look, speaks }: TrialOf): Promise<Trial> {
  const first = await copy.catalog();
  await copy.remember(clocks(first, plan), growing(first, plan));
  const there = await thereAndBack(copy, plan);
  if (there !== null) return there;
  const back = changedTables(first, await copy.catalog());
  if (back !== null)
    return {
      is: "wrong",
      fixes: touching(plan, back.tables, back.others),
      reason: `the way back does not lead to the first structure: ${back.what}`,
    };
  for (const { column, problem } of await copy.lost())
    return { is: "wrong", fixes: touching(plan, [column.slice(0, 2)]), reason: `after the way back, ${problem}` };

  const observed = new Map<PlannedFix, ObservedStep[]>();
  for (const planned of stepsOf(plan)) {
    const applied = await run(copy, planned, true);
    if (applied.is === "stopped")
      return { is: "stopped", fixes: new Map((await stoppedBy(copy, planned, applied.by)).map((fix) => [fix, applied.by])) };
    if (applied.is === "broken") return { is: "wrong", fixes: fixesOf(planned), reason: applied.reason };
    const [problem] = applied.problems;
    if (problem !== undefined) return { is: "wrong", fixes: fixesOf(planned), reason: problem };
    const one = applied.observed === null ? [] : [seen(planned, applied.observed)];
    for (const fix of fixesOf(planned)) observed.set(fix, [...(observed.get(fix) ?? []), ...one]);
  }
  const emptied = emptiedBy(
    stepsOf(plan).map(({ step }) => step),
    first,
  );
  for (const { column, problem } of await copy.lost())
    if (!isEmptied(column, emptied)) return { is: "wrong", fixes: touching(plan, [column.slice(0, 2)]), reason: problem };
  const after = await copy.catalog();
  const findings = await look(after, emptied);
  const left = new Set(findings.map(({ fingerprint }) => fingerprint));
  const still = plan.fixes.filter(({ finding, fix }) => left.has(finding.fingerprint) && fix.steps.some((step) => step.is === "sql"));
  if (still.length > 0) return { is: "wrong", fixes: still.slice(0, 1), reason: "the finding is still there after the fix" };
  const own = new Set(plan.fixes.map(({ finding }) => finding.rule));
  // What has a fix is repaired in the next round. A guess about names, or a remark, is no defect that a fix has made.
  const [loud] = newlyLoud(before, findings).filter(
    ({ rule, fix, confidence, severity }) =>
      fix === null && confidence !== "heuristic" && severity !== "info" && (speaks(rule) || own.has(rule)),
  );
  if (loud !== undefined)
    return {
      is: "wrong",
      fixes: touching(plan, [loud.object.path.slice(0, 2)]),
      reason: `new after the fix: ${loud.rule} on ${nameOf(loud)}`,
    };
  return { is: "fine", after, observed };
}

/** Names of columns that triggers, there already or of the plan, set to the time: any UPDATE moves them, those of a backfill as well. */
function clocks({ schemas }: CatalogData, plan: Plan): string[] {
  const made = stepsOf(plan).flatMap(({ step }) => step.statements.filter((statement) => statement.startsWith("CREATE FUNCTION")));
  const there = schemas.flatMap(({ routines }) => routines.filter(({ result }) => result === "trigger").map(({ body }) => body ?? ""));
  const names = [...made, ...there].flatMap((body) => [...body.matchAll(SET_TO_TIME)].map(([, name = ""]) => name));
  return [...new Set(names)].map((name) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()));
}

/** Tables that triggers and the plan write into: a journal has an entry more for each row that a backfill updates. */
function growing({ schemas }: CatalogData, plan: Plan): string[][] {
  const isInserted = insertedInto(stepsOf(plan).map(({ step }) => step));
  const bodies = schemas.flatMap(({ routines }) => routines.filter(({ result }) => result === "trigger").map(({ body }) => body ?? ""));
  const writing = bodies.filter((body) => /\bINSERT\s+INTO\b/i.test(body)).join("\n");
  return schemas.flatMap(({ name: schema, tables }) =>
    tables.filter(({ name }) => writing.includes(name) || isInserted([schema, name])).map(({ name }) => [schema, name]),
  );
}

const SET_TO_TIME =
  /\bNEW\s*\.\s*("(?:[^"]|"")+"|[a-z_][a-z0-9_]*)\s*:?=\s*[^;]*?\b(?:now|current_timestamp|clock_timestamp|statement_timestamp|timezone|localtimestamp)\b/gi;

export function stepsOf(plan: Plan): PlannedStep[] {
  return plan.stages.flatMap(({ steps }) => steps);
}

/** Null when every step that can be taken back was. A fix goes as far as its first step without a way back. */
async function thereAndBack(copy: Copy, plan: Plan): Promise<Trial | null> {
  const ended = new Set<PlannedFix>();
  const stopped = new Map<PlannedFix, string | null>();
  const done: PlannedStep[] = [];
  for (const planned of stepsOf(plan)) {
    const fixes = fixesOf(planned);
    if (planned.step.undo === null || fixes.some((fix) => ended.has(fix))) {
      for (const fix of fixes) ended.add(fix);
      continue;
    }
    const applied = await run(copy, planned, false);
    if (applied.is === "broken") return { is: "wrong", fixes, reason: applied.reason };
    if (applied.is === "done") done.push(planned);
    else {
      // The others go on, so that one pass finds all that are stopped.
      for (const fix of fixes) ended.add(fix);
      for (const fix of await stoppedBy(copy, planned, applied.by)) stopped.set(fix, applied.by);
    }
  }
  if (stopped.size > 0) return { is: "stopped", fixes: stopped };
  for (const planned of done.toReversed()) {
    const reason = await copy.undo(planned.step);
    if (reason !== null) return { is: "wrong", fixes: fixesOf(planned), reason: `on the way back, ${reason}` };
  }
  return null;
}

/** Where people had something to do before, the copy has to do it for them. */
async function run(copy: Copy, planned: PlannedStep, watched: boolean): Promise<Applied> {
  const applied = await copy.apply(planned.step, watched);
  if (applied.is !== "stopped") return applied;
  const behindGate = planned.of.filter(({ planned: { fix }, number }) => fix.steps.slice(0, number).some((step) => step.is === "manual"));
  for (const { planned: fix, number } of behindGate) {
    const step = fix.fix.steps[number - 1];
    if (step?.is === "sql" && step.requires !== undefined) await copy.standIn(step.requires.sql);
  }
  return behindGate.length === 0 ? applied : copy.apply(planned.step, watched);
}

/** Of the fixes that a step serves, those whose own precheck does not hold. */
async function stoppedBy(copy: Copy, planned: PlannedStep, by: string | null): Promise<readonly PlannedFix[]> {
  if (by !== null) return fixesOf(planned);
  const fixes: PlannedFix[] = [];
  for (const { planned: fix, number } of planned.of) {
    const step = fix.fix.steps[number - 1];
    if (step?.is === "sql" && step.requires !== undefined && (await copy.holds(step.requires.sql)) !== true) fixes.push(fix);
  }
  return fixes.length === 0 ? fixesOf(planned) : fixes;
}

function fixesOf({ of }: PlannedStep): PlannedFix[] {
  return [...new Set(of.map(({ planned }) => planned))];
}

/** The fixes that change something of these tables, or name one of the others; all of them when none does. */
function touching(plan: Plan, tables: readonly (readonly string[])[], others: readonly string[] = []): readonly PlannedFix[] {
  const wanted = new Set(tables.map((path) => JSON.stringify(path)));
  const found = plan.fixes.filter(({ fix, finding }) => {
    const locked = fix.steps.flatMap((step) => (step.is === "sql" ? step.locks.map(({ on }) => on) : []));
    const statements = fix.steps.flatMap((step) => (step.is === "sql" ? step.statements : []));
    return (
      [finding.object, ...fix.changes, ...locked].some(({ path }) => wanted.has(JSON.stringify(path.slice(0, 2)))) ||
      others.some((name) => statements.some((statement) => statement.includes(name)))
    );
  });
  return found.length === 0 ? plan.fixes : found;
}

function seen({ step }: PlannedStep, { locks, rewritten, scanned }: Observed): ObservedStep {
  const path = (table: string) => JSON.parse(table) as string[];
  return {
    phase: step.phase,
    why: step.why,
    locks: locks === null ? null : [...locks].map(([table, mode]) => ({ table: path(table), mode })),
    rewritten: [...rewritten].map(path),
    scanned: [...scanned].map(path),
  };
}
