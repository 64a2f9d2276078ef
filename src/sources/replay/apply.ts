import type { Embedded } from "../../shadow/embedded.ts";
import { type Repair, repairFor } from "./repair.ts";

/** A statement as the worker gets it. */
export interface Applied {
  readonly sql: string;
  readonly command: string;
  readonly schema: string | null;
  /** `schema.name` of what it is about; null when it names nothing. */
  readonly target: string | null;
  readonly settles: boolean;
  /** It may run again after all others: it only adds, and nothing takes away later what it adds. */
  readonly repeatable: boolean;
}

export interface Failure {
  readonly at: number;
  readonly sqlstate: string;
  readonly message: string;
}

export interface Outcome {
  readonly failures: readonly Failure[];
  /** Positions of the statements that succeeded only after all others had run. */
  readonly late: readonly number[];
  /** What had to be made so that statements could run. */
  readonly repairs: readonly (Repair & { readonly at: number })[];
}

/** What a later statement may bring. */
const MISSING = new Set(["42P01", "42704", "42883", "3F000", "42703", "42P17"]);
const MOST_REPAIRS = 20;

/**
 * Runs statements one by one, each committing by itself, so that a failure takes back that statement alone.
 * `starting` hears the position of each before it runs: the statement that never comes back is known.
 */
export async function applyAll(embedded: Embedded, statements: readonly Applied[], starting: (at: number) => void): Promise<Outcome> {
  const failures = new Map<number, Failure>();
  const late: number[] = [];
  const repairs: (Repair & { at: number })[] = [];
  const attempt = async (at: number): Promise<boolean> => {
    starting(at);
    const statement = statements[at] as Applied;
    const failure = await applyOne(embedded, statement, (repair) => repairs.push({ ...repair, at }));
    if (failure === null || (statement.settles && !isTelling(statement, failure))) failures.delete(at);
    else failures.set(at, { at, ...failure });
    return failure === null;
  };
  for (const at of statements.keys()) await attempt(at);
  await embedded.run("RESET SESSION AUTHORIZATION").catch(() => {});
  for (let progress = true; progress; ) {
    progress = false;
    // What changes a thing may come late only when the thing itself did.
    const made = new Set(late.map((at) => statements[at]?.target));
    for (const { at, sqlstate } of [...failures.values()]) {
      const { repeatable, target } = statements[at] as Applied;
      if (!MISSING.has(sqlstate) || !(repeatable || made.has(target))) continue;
      if (!(await attempt(at))) continue;
      late.push(at);
      made.add(target);
      progress = true;
    }
  }
  return { failures: [...failures.values()].sort((a, b) => a.at - b.at), late, repairs };
}

/** A setting that this server does not know loses nothing; a search_path would. */
function isTelling(statement: Applied, failure: { sqlstate: string }): boolean {
  return statement.command === "SET" && /search_path/i.test(statement.sql) && failure.sqlstate !== "42704";
}

async function applyOne(
  embedded: Embedded,
  statement: Applied,
  repaired: (repair: Repair) => void,
): Promise<{ sqlstate: string; message: string } | null> {
  const tried = new Set<string>();
  for (let attempts = 0; ; attempts += 1) {
    const failure = await run(embedded, statement.sql);
    if (failure === null || attempts >= MOST_REPAIRS) return failure;
    const repair = await repairFor(embedded, statement, failure);
    if (repair === null || tried.has(repair.sql)) return failure;
    tried.add(repair.sql);
    if (repair.around !== undefined) {
      const inside = await run(embedded, repair.sql);
      const again = inside ?? (await run(embedded, statement.sql));
      await run(embedded, repair.around);
      if (again === null) return null;
      continue;
    }
    if ((await run(embedded, repair.sql)) !== null) return failure;
    repaired(repair);
  }
}

/** What such a statement calls can break the server in a way that shows only afterwards. */
const RUNS_CODE = /^\s*(?:select|do|call|with)\b/i;

async function run(embedded: Embedded, sql: string): Promise<{ sqlstate: string; message: string } | null> {
  try {
    await embedded.run(sql);
    if (RUNS_CODE.test(sql) && (await embedded.rows("SELECT 1")).length === 0) throw new Error("the embedded server no longer answers");
    return null;
  } catch (error) {
    const { code, message, severity } = error as { code?: unknown; message?: unknown; severity?: unknown };
    // After a panic the server only pretends to go on.
    if (typeof code !== "string" || code.length !== 5 || severity === "PANIC" || severity === "FATAL") throw error;
    return { sqlstate: code, message: String(message) };
  }
}
