import { Written } from "../../locate/written.ts";
import type { CatalogData } from "../../model/data.ts";
import { PgassayError } from "../../model/failure.ts";
import type { SourceLocation } from "../../model/reference.ts";
import type { Gap, SnapshotData } from "../../model/snapshot.ts";
import type { Applied, Outcome } from "./apply.ts";
import { lossesOf } from "./losses.ts";
import { extensionsOf, type Plan, plan } from "./plan.ts";
import { type Input, versionNumber } from "./replay-source.ts";
import { type Replayed, ReplayStopped, type ReplayThread, type StopReason } from "./replay-thread.ts";
import { NEW_SESSION, type Planned, written } from "./statement.ts";

export interface ReplayRun {
  readonly name: string;
  readonly schemas: readonly string[] | null;
  readonly durationMs: number;
  readonly serverVersion: number | null;
  readonly signal: AbortSignal;
}

/** `whole`: nothing was read besides the input. */
/** `thread`: a new one, which its owner closes. */
export async function replay(input: Input, thread: ReplayThread, run: ReplayRun): Promise<{ snapshot: SnapshotData; whole: boolean }> {
  const begun = performance.now();
  const texts = input.scripts.map((it) => it.text);
  // The server boots while the statements are parsed.
  const early = extensionsOf(texts, false);
  if (early !== null) thread.open(early);
  const planned = await plan(input.scripts, input.root);
  if (early === null) thread.open(extensionsOf(planned.files, true) ?? []);
  if (planned.seen === 0) throw nothing(run.name, "It holds no SQL statement.");
  const rest = Math.max(run.durationMs * MARGIN - (performance.now() - begun), 1);
  const replayed = await thread.replay(applied(planned.statements), run.schemas, rest, run.signal).catch((error: unknown) => {
    throw error instanceof ReplayStopped ? stopped(error, planned, run) : error;
  });
  return { snapshot: snapshotOf(input, run, planned, replayed), whole: planned.files.length === input.scripts.length };
}

/** The statement that never ended is named before a deadline around this one ends everything. */
const MARGIN = 0.95;

const ADDS = /^CREATE (?:TABLE|VIEW|MATERIALIZED VIEW|FUNCTION|PROCEDURE|TRIGGER|INDEX|POLICY|TYPE|DOMAIN)$/;

function applied(statements: readonly Planned[]): Applied[] {
  const gone = lastGone(statements);
  return statements.map(({ sql, command, target, settles }, at) => ({
    sql,
    command,
    schema: target?.schema ?? null,
    target: target === null ? null : written(target),
    settles,
    repeatable: ADDS.test(command) && target !== null && (gone.get(target.name) ?? -1) < at,
  }));
}

/** For each name, the last statement that drops, renames or moves a thing of that name, in whatever schema. */
function lastGone(statements: readonly Planned[]): Map<string, number> {
  const gone = new Map<string, number>();
  statements.forEach(({ events }, at) => {
    for (const event of events) {
      if (event.is !== "dropped" && event.is !== "renamed" && event.is !== "moved") continue;
      gone.set(event.of.name, at);
    }
  });
  return gone;
}

function snapshotOf(input: Input, run: ReplayRun, planned: Plan, replayed: Replayed): SnapshotData {
  const { statements } = planned;
  const { outcome, catalog } = replayed;
  const gaps = [...foreign(input), ...lossesOf(statements, outcome, planned.gaps), ...replayed.gaps];
  if (isEmpty(catalog)) {
    throw nothing(run.name, because(planned.seen, gaps));
  }
  return {
    takenAt: new Date().toISOString(),
    source: { kind: input.kind, name: run.name, statements: statements.length - settled(statements) - lost(outcome, statements) },
    server: { ...replayed.server, database: "", version: run.serverVersion ?? dumpVersion(input) ?? replayed.server.version },
    catalog,
    stats: null,
    sample: null,
    workload: null,
    locations: locations(statements, outcome, catalog),
    suppressions: planned.suppressions,
    gaps,
  };
}

function settled(statements: readonly Planned[]): number {
  return statements.filter((it) => it.settles).length;
}

function lost(outcome: Outcome, statements: readonly Planned[]): number {
  return outcome.failures.filter(({ at }) => statements[at]?.settles === false).length;
}

function locations(statements: readonly Planned[], outcome: Outcome, catalog: CatalogData): SnapshotData["locations"] {
  const out = new Written();
  const failed = new Set(outcome.failures.map((it) => it.at));
  const late = new Set(outcome.late);
  const order = [...statements.keys()].filter((at) => !failed.has(at) && !late.has(at));
  for (const at of [...order, ...outcome.late]) {
    const { sql, events, place } = statements[at] as Planned;
    if (sql === NEW_SESSION) out.resetSearchPath();
    for (const event of events) out.add(event, place);
  }
  return out.locate(catalog);
}

function foreign(input: Input): Gap[] {
  return input.foreign.map((file) => ({ what: "file", subject: file, reason: "it is a migration that is not SQL", at: null, affects: [] }));
}

function isEmpty(catalog: CatalogData): boolean {
  return catalog.schemas.every((schema) =>
    [schema.tables, schema.views, schema.routines, schema.types].every((objects) => objects.every((object) => object.origin !== "user")),
  );
}

/** pg_dump writes `-- Dumped from database version 15.3` at the top. */
function dumpVersion(input: Input): number | null {
  for (const { text } of input.scripts) {
    const match = /^-- Dumped from database version (\d+(?:\.\d+)*)/m.exec(text.bytes.toString("latin1", 0, 4_096));
    if (match !== null) return versionNumber(match[1] as string);
  }
  return null;
}

function because(seen: number, all: readonly Gap[]): string {
  const gaps = all.filter((gap) => gap.what !== "rows");
  if (gaps.length === 0)
    return seen === 1
      ? "Its statement makes no table, view, routine or type."
      : `None of its ${seen} statements makes a table, view, routine or type.`;
  const counts = new Map<string, number>();
  for (const gap of gaps) counts.set(gap.reason, (counts.get(gap.reason) ?? 0) + 1);
  const [reason, count] = [...counts].sort((a, b) => b[1] - a[1])[0] as [string, number];
  const first = gaps.find((gap) => gap.reason === reason) as Gap;
  const where = first.at === null ? "" : ` (first at ${place(first.at)})`;
  const statements = seen === 1 ? "1 statement" : `${seen} statements`;
  return `Of ${statements} none made a table, view, routine or type; ${count} ${count === 1 ? "was" : "were"} skipped because ${reason}${where}.`;
}

function nothing(name: string, why: string): PgassayError {
  return new PgassayError({
    what: `Nothing could be loaded from ${name}`,
    why,
    next: "Check that it is the schema you mean; templates must be rendered first, and pg_dump --schema-only of a database always loads.",
  });
}

const STOPPED: Readonly<Record<StopReason, string>> = {
  abort: "It was asked to stop.",
  statement: "The statement took longer than 30 s.",
  duration: "The time for the whole run was over.",
  crash: "The statement brought the embedded server down.",
};

function stopped(error: ReplayStopped, { statements }: Plan, run: ReplayRun): Error {
  const statement = error.at === null ? undefined : statements[error.at];
  const running =
    statement === undefined ? "before the first statement ran" : `while running ${statement.subject} at ${place(statement.place(0))}`;
  if (error.why === "abort" && run.signal.reason instanceof PgassayError && statement === undefined) return run.signal.reason;
  return new PgassayError({
    what: `The replay of ${run.name} was stopped ${running}`,
    why: STOPPED[error.why],
    next: "Take that statement out of the file, or raise --max-duration.",
  });
}

function place(at: SourceLocation): string {
  return `${at.file}:${at.line}`;
}
