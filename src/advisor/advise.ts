import { ident, qualified } from "../facts/identifier.ts";
import { replacedBy } from "../facts/index/planned.ts";
import type { AdviceData, AdvisedStatement, IndexAdviceData } from "../model/advice.ts";
import type { Catalog, Table } from "../model/catalog.ts";
import type { Server } from "../model/snapshot.ts";
import type { Stats } from "../model/stats.ts";
import type { Statement, Workload } from "../model/workload.ts";
import type { Copy, PlannedIndex } from "../shadow/planner/messages.ts";
import { plannable } from "../shadow/planner/plannable.ts";
import { PlannerStopped, PlannerThread } from "../shadow/planner/planner-thread.ts";
import { assumedFigures } from "./assumed.ts";
import { type Candidate, definitionOf, keyTexts, shapeOf } from "./candidate.ts";
import { candidatesFor, type Proposed } from "./candidates.ts";
import { type Choice, choose } from "./choose.ts";
import { copyStatements, planningSettings, searchPathOf, withRelatives } from "./copy.ts";
import { exportedFigures, restoreExport } from "./exported.ts";
import { countedFigures, type Figures } from "./figures.ts";
import type { Limits, Offer, Trial } from "./limits.ts";
import type { Planner } from "./planner.ts";
import { predicatesOf } from "./predicates.ts";
import { prefixOperators } from "./prefix.ts";
import { restoreStatements } from "./restore.ts";
import { bytesPerRow } from "./size.ts";
import type { StatisticsExport } from "./statistics-export.ts";
import { perDay, writesOf } from "./writes.ts";

/** What is known of a database: a linked snapshot fits. */
export interface Adviseable {
  readonly data: { readonly server: Server };
  readonly catalog: Catalog;
  readonly stats: Stats | null;
  readonly workload: Workload | null;
}

export interface AdviseOptions {
  /** Statements that are looked at, the heaviest first. */
  readonly statements: number;
  /** Candidates in all, and for one table. */
  readonly candidates: number;
  readonly candidatesPerTable: number;
  readonly limits: Limits;
  /** Milliseconds for all of it: what was found by then is the advice. */
  readonly durationMs: number;
  /** Milliseconds that a written row costs for each index of its table. */
  readonly upkeepMs: number;
  /** Statistics that the user gives: they come before what a snapshot knows. */
  readonly statistics: StatisticsExport | null;
  /** What plans; null: the embedded server, over a copy. It is closed in the end. */
  readonly planner: Planner | null;
}

export const ADVISE: AdviseOptions = {
  statements: 300,
  candidates: 400,
  candidatesPerTable: 40,
  limits: { indexes: 20, perTable: 8, bytes: Number.POSITIVE_INFINITY, minimumShare: 0.001, minimumCalls: 0.01, minimumGain: 0.2 },
  durationMs: 60_000,
  upkeepMs: 0.02,
  statistics: null,
  planner: null,
};

const NOTHING: AdviceData = { indexes: [], unexplained: 0 };

/**
 * The indexes that the planner would use: candidates from how the statements access the tables, tried in an embedded copy
 * of the schema that has the statistics of the original. Without a workload there is no advice.
 */
export async function advise(of: Adviseable, options: Partial<AdviseOptions> = {}): Promise<AdviceData> {
  const settings: AdviseOptions = { ...ADVISE, ...options };
  const deadline = performance.now() + settings.durationMs;
  const study = studyOf(of, settings);
  if (study === null) return NOTHING;
  const planner: Planner = settings.planner ?? new PlannerThread(Object.keys(of.data.server.extensions), deadline);
  try {
    const prepared = await planner.prepare(study.copy);
    const offers = study.proposed.map((it, at) => offerOf(it, prepared.indexes[at]?.bytes ?? null, study, settings));
    const trials = study.texts.map((text, at) => (prepared.plannable[at] === true ? trialOf(text, study) : null));
    const planned = new Set(study.texts.flatMap(({ statement }, at) => (prepared.plannable[at] === true ? [statement] : [])));
    const unexplained = study.statements.reduce((sum, statement) => sum + (planned.has(statement) ? 0 : statement.calls), 0);
    const choices = await choose(planner, trials, offers, settings.limits);
    return { indexes: choices.map((choice) => adviceOf(choice, study, offers, planner.by ?? study.figures.by)), unexplained };
  } catch (error) {
    if (!(error instanceof PlannerStopped)) throw error;
    return { indexes: [], unexplained: study.statements.reduce((sum, { calls }) => sum + calls, 0) };
  } finally {
    await planner.close();
  }
}

/** What is on trial, and the copy in which it is tried. */
interface Study {
  readonly of: Adviseable & { readonly workload: Workload };
  readonly figures: Figures;
  readonly statements: readonly Statement[];
  readonly texts: readonly Text[];
  readonly proposed: readonly Proposed[];
  readonly copy: Copy;
}

/** One of the texts that stand for a statement. */
interface Text {
  readonly statement: Statement;
  readonly sql: string;
  /** Its part of the statement's executions. */
  readonly share: number;
}

/** Null when there is nothing to try. */
function studyOf(of: Adviseable, options: AdviseOptions): Study | null {
  const { workload, catalog } = of;
  if (workload === null) return null;
  const statements = workload.statements
    .filter(({ command, accesses }) => command !== "other" && accesses.length > 0)
    .toSorted((a, b) => weightOf(b) - weightOf(a) || b.calls - a.calls)
    .slice(0, options.statements);
  const tables = new Set(statements.flatMap(({ accesses }) => accesses.map(({ table }) => table)));
  const figures = figuresFor(of, tables, options.statistics);
  const total = statements.reduce((sum, statement) => sum + weightOf(statement), 0);
  const trigrams = trigramsOf(catalog);
  const proposed = [...tables]
    .filter((table) => table.origin === "user" && !table.foreign)
    .flatMap((table) => {
      const touching = statements.filter(({ accesses }) => accesses.some((access) => access.table === table));
      return candidatesFor(table, touching, figures, { perTable: options.candidatesPerTable, trigrams }, total);
    })
    .slice(0, options.candidates);
  if (proposed.length === 0) return null;
  const around = withRelatives(tables);
  const texts = statements.flatMap((statement) => {
    const all = plannable(statement.sql, rowsOf(statement), trigrams === null ? prefixOperators(statement) : null);
    return all.map((sql): Text => ({ statement, sql, share: 1 / all.length }));
  });
  const copy: Copy = {
    rebuild: copyStatements(catalog, of.data.server, around),
    statistics: [...restoreStatements([...around], figures), ...(options.statistics === null ? [] : restoreExport(options.statistics))],
    searchPath: searchPathOf(catalog, of.data.server),
    settings: planningSettings(of.data.server),
    indexes: proposed.map(({ candidate }, at) => plannedIndex(candidate, at, statements, figures)),
    statements: texts.map(({ sql }) => sql),
  };
  return { of: { ...of, workload }, figures, statements, texts, proposed, copy };
}

function figuresFor({ stats, workload }: Adviseable, tables: ReadonlySet<Table>, exported: StatisticsExport | null): Figures {
  const assumed = assumedFigures(workload);
  const counted = (stats === null ? null : countedFigures(stats, [...tables], assumed)) ?? assumed;
  return exported === null ? counted : exportedFigures(exported, counted);
}

function weightOf({ totalMs, calls }: Statement): number {
  return totalMs > 0 ? totalMs : calls;
}

const UNKNOWN_ROWS = 20;

/** What a LIMIT is taken for: its value is a literal, which is never kept. */
function rowsOf({ rows, calls }: Statement): number {
  return rows === null || calls === 0 ? UNKNOWN_ROWS : Math.max(1, Math.ceil(rows / calls));
}

function trigramsOf(catalog: Catalog): string | null {
  const schema = catalog.schemas.find((it) => it.routines.some(({ name, origin }) => name === "similarity" && origin === "extension"));
  return schema === undefined ? null : qualified([schema.name, "gin_trgm_ops"]);
}

function plannedIndex(candidate: Candidate, at: number, statements: readonly Statement[], figures: Figures): PlannedIndex {
  const { table, method, keys, include, predicate } = candidate;
  const name = `pgassay_candidate_${at}`;
  const columns = [...keys.map(({ reads }) => reads), ...include];
  const share = predicate === null ? 1 : (predicatesOf(table, statements, figures).find(({ text }) => text === predicate)?.share ?? 1);
  return {
    sql: `CREATE INDEX ${ident(name)} ${definitionOf(candidate)}`,
    schema: table.schema.name,
    name,
    bytesPerRow: bytesPerRow(method, columns, figures),
    share,
  };
}

function offerOf({ candidate, statements }: Proposed, bytes: number | null, { of }: Study, { upkeepMs }: AdviseOptions): Offer | null {
  const { table } = candidate;
  const calls = [...statements].reduce((sum, statement) => sum + statement.calls, 0);
  return bytes === null ? null : { bytes, table, calls, upkeep: writesOf(table, of) * upkeepMs };
}

/** The candidates that begin with something which the statement reads. */
function trialOf({ statement, share }: Text, { proposed }: Study): Trial {
  const reads = new Map<Table, Set<unknown>>();
  for (const { table, read } of statement.accesses) reads.set(table, new Set([...(reads.get(table) ?? []), ...read]));
  const candidates = proposed.flatMap(({ candidate, statements }, at) => {
    const [first] = candidate.keys;
    return statements.has(statement) || (first !== undefined && reads.get(candidate.table)?.has(first.reads) === true) ? [at] : [];
  });
  return { weight: weightOf(statement) * share, calls: statement.calls * share, candidates };
}

function adviceOf({ index, uses }: Choice, study: Study, offers: readonly (Offer | null)[], by: IndexAdviceData["by"]): IndexAdviceData {
  const { candidate } = study.proposed[index] as Proposed;
  const { table } = candidate;
  return {
    schema: table.schema.name,
    table: table.name,
    method: candidate.method,
    keys: keyTexts(candidate),
    columns: candidate.keys.map(({ reads }) => reads.name),
    include: candidate.include.map(({ name }) => name),
    predicate: candidate.predicate,
    estimatedBytes: by === "assumed sizes" ? null : (offers[index]?.bytes ?? null),
    by,
    statements: advisedStatements(uses, study.texts),
    replaces: replacedBy(table, shapeOf(candidate)).map(({ name }) => name),
    writesPerDay: perDay(table, study.of),
  };
}

const WORTH_NAMING = 0.95;

/** A statement of several texts stands with the costs of the first that uses the index. */
function advisedStatements(uses: Choice["uses"], texts: readonly Text[]): AdvisedStatement[] {
  const advised = new Map<Statement, AdvisedStatement>();
  for (const { trial, before, after } of uses) {
    const { statement } = texts[trial] as Text;
    if (advised.has(statement) || after > before * WORTH_NAMING) continue;
    advised.set(statement, { fingerprint: statement.fingerprint, calls: statement.calls, costBefore: before, costAfter: after });
  }
  return [...advised.values()];
}
