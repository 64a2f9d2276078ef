import type { FixStep, SqlStep } from "../contract/fix.ts";
import { LOCK_MODES, type LockMode, strongerLock } from "../facts/lock.ts";
import type { TestDatabase } from "./database.ts";

/** What one step did, seen from pg_locks and pg_class. */
export interface Observed {
  readonly step: SqlStep;
  /** Strongest mode per table that existed before the step; null when it could not be seen. */
  readonly locks: ReadonlyMap<string, LockMode> | null;
  /** Tables whose file was replaced. */
  readonly rewritten: ReadonlySet<string>;
  /** Tables that were read from end to end inside the step's transaction. */
  readonly scanned: ReadonlySet<string>;
}

export class StepFailed extends Error {}

/** Runs the precheck, the statements as the step's transaction says, and the verification. */
export async function applyStep(db: TestDatabase, step: SqlStep): Promise<Observed> {
  if (step.requires !== undefined && !(await holds(db, step.requires.sql))) {
    throw new StepFailed(`the precheck stopped the plan: ${step.requires.because}`);
  }
  const before = await files(db);
  let locks: ReadonlyMap<string, LockMode> | null;
  let scanned: ReadonlySet<string> = new Set();
  if (step.transaction === "forbidden") {
    const tables = step.locks.map((lock) => lock.on.path);
    locks = (await db.watch(tables, async () => {
      for (const statement of step.statements) await db.run(statement);
    })) as ReadonlyMap<string, LockMode> | null;
  } else {
    ({ locks, scanned } = await inTransaction(db, step, before));
  }
  const after = await files(db);
  const replaced = ([oid, { file }]: [string, File]) => after.has(oid) && after.get(oid)?.file !== file;
  const rewritten = new Set([...before].filter(replaced).map(([, { table }]) => table));
  if (step.verify !== undefined && !(await holds(db, step.verify)))
    throw new StepFailed(`the step did not do what it verifies: ${step.why}`);
  return { step, locks, rewritten, scanned };
}

/** The same without a look at what it locks, rewrites or reads. */
export async function runStep(db: TestDatabase, step: SqlStep): Promise<void> {
  if (step.requires !== undefined && !(await holds(db, step.requires.sql))) {
    throw new StepFailed(`the precheck stopped the plan: ${step.requires.because}`);
  }
  const alone = step.transaction === "forbidden";
  try {
    if (!alone) await db.run("BEGIN");
    for (const statement of step.statements) await db.run(statement);
    if (!alone) await db.run("COMMIT");
  } catch (error) {
    if (!alone) await db.run("ROLLBACK");
    throw error;
  }
  if (step.verify !== undefined && !(await holds(db, step.verify)))
    throw new StepFailed(`the step did not do what it verifies: ${step.why}`);
}

export async function undoStep(db: TestDatabase, step: FixStep): Promise<void> {
  if (step.is === "manual") return;
  if (step.undo === null) throw new StepFailed(`a step without undo was asked to go back: ${step.why}`);
  const alone = step.transaction === "forbidden";
  if (!alone) await db.run("BEGIN");
  for (const statement of step.undo) await db.run(statement);
  if (!alone) await db.run("COMMIT");
}

async function inTransaction(
  db: TestDatabase,
  step: SqlStep,
  existing: ReadonlyMap<string, File>,
): Promise<Pick<Observed, "scanned"> & { locks: Map<string, LockMode> }> {
  // A table that the step renames or drops is known by the name it had.
  const tables = await db.rows(`
    SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'`);
  const named = new Map(tables.map((table) => [table.oid, table]));
  await db.run("BEGIN");
  try {
    for (const statement of step.statements) await db.run(statement);
    const seen = await db.rows(`
      SELECT l.relation::text AS oid, l.mode
      FROM pg_catalog.pg_locks AS l
      WHERE l.pid = pg_catalog.pg_backend_pid() AND l.granted AND l.relation IS NOT NULL`);
    const read = await db.rows("SELECT relid::text AS oid FROM pg_catalog.pg_stat_xact_user_tables WHERE seq_scan > 0");
    await db.run("COMMIT");
    const locks = seen.flatMap(({ oid, mode }) => (named.has(oid) ? [{ ...named.get(oid), mode }] : []));
    const scanned = read.flatMap(({ oid }) => (named.has(oid) ? [JSON.stringify([named.get(oid)?.schema, named.get(oid)?.name])] : []));
    const tablesBefore = new Map([...existing.values()].map(({ table }) => [table, null]));
    return { locks: strongest(locks, tablesBefore), scanned: new Set(scanned) };
  } catch (error) {
    await db.run("ROLLBACK");
    throw error;
  }
}

/** Rows of (schema, name, mode as pg_locks spells it) to the strongest mode per table. */
export function strongest(rows: readonly Record<string, unknown>[], existing: ReadonlyMap<string, unknown>): Map<string, LockMode> {
  const locks = new Map<string, LockMode>();
  for (const row of rows) {
    const table = JSON.stringify([row.schema, row.name]);
    if (!existing.has(table)) continue;
    const mode = lockMode(String(row.mode));
    locks.set(table, strongerLock(locks.get(table) ?? "ACCESS SHARE", mode));
  }
  return locks;
}

/** pg_locks writes `AccessExclusiveLock` for ACCESS EXCLUSIVE. */
function lockMode(mode: string): LockMode {
  const found = LOCK_MODES.find((candidate) => `${candidate.replaceAll(" ", "")}LOCK` === mode.toUpperCase());
  if (found === undefined) throw new Error(`pg_locks has a mode that is not known: ${mode}`);
  return found;
}

async function holds(db: TestDatabase, sql: string): Promise<boolean> {
  const rows = await db.rows(sql);
  return rows.length === 1 && Object.values(rows[0] as object)[0] === true;
}

interface File {
  readonly table: string;
  readonly file: unknown;
}

/** By OID: a table that the step renames is still the same one, and another may have its name by then. */
async function files(db: TestDatabase): Promise<Map<string, File>> {
  const rows = await db.rows(`
    SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, pg_catalog.pg_relation_filenode(c.oid) AS file
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`);
  return new Map(rows.map(({ oid, schema, name, file }) => [String(oid), { table: JSON.stringify([schema, name]), file }]));
}
