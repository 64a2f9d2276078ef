import type { SqlStep } from "../contract/fix.ts";
import { strongerLock } from "../facts/lock.ts";
import { referenceKey } from "../model/reference.ts";
import { joinable } from "./alter.ts";
import type { Loose } from "./stages.ts";

/**
 * The steps of several fixes in one phase, table by table. Each fix keeps the order of its steps. Where the next steps of
 * two fixes lock the same tables for a moment, or validate on the same table, one step does the work of both.
 */
export function mergeSteps(chains: readonly (readonly Loose[])[]): Loose[] {
  const byTable = new Map<string, (readonly Loose[])[]>();
  for (const chain of chains) {
    const [first] = chain;
    if (first === undefined) continue;
    const table = tableOf(first);
    byTable.set(table, [...(byTable.get(table) ?? []), chain]);
  }
  return [...byTable.values()].flatMap(interleave);
}

/** The table of the finding, or the first that is locked: where a reader looks for the step. */
function tableOf({ step, of }: Loose): string {
  const [lock] = step.locks;
  return JSON.stringify((lock?.on ?? of[0].planned.finding.object).path.slice(0, 2));
}

function interleave(chains: readonly (readonly Loose[])[]): Loose[] {
  const queues = chains.map((chain) => [...chain]);
  const steps: Loose[] = [];
  for (;;) {
    const from = queues.find((queue) => queue.length > 0);
    if (from === undefined) return steps;
    let merged = from.shift() as Loose;
    for (let grown = true; grown; ) {
      grown = false;
      for (const queue of queues) {
        const [next] = queue;
        if (next === undefined || !fitsBeside(merged, next)) continue;
        queue.shift();
        merged = together(merged, next);
        grown = true;
      }
    }
    steps.push(merged);
  }
}

function fitsBeside(a: Loose, b: Loose): boolean {
  const sameFix = a.of.some(({ planned }) => planned === b.of[0].planned);
  return (
    a.refused === b.refused &&
    (a.step.undo === null) === (b.step.undo === null) &&
    a.step.transaction !== "forbidden" &&
    b.step.transaction !== "forbidden" &&
    // What a fix asks before a step may only hold once its own step before is done.
    !(sameFix && b.step.requires !== undefined) &&
    // What a step verifies holds at its end: a later step of the same fix may change it again.
    !(sameFix && a.step.verify !== undefined) &&
    lockedTables(a.step) !== "[]" &&
    lockedTables(a.step) === lockedTables(b.step) &&
    (isInstant(a.step) ? isInstant(b.step) : !sameFix && joinable(a.step.statements, "VALIDATE") && joinable(b.step.statements, "VALIDATE"))
  );
}

function lockedTables({ locks }: SqlStep): string {
  return JSON.stringify(locks.map(({ on }) => referenceKey(on)).sort());
}

function isInstant({ locks }: SqlStep): boolean {
  return locks.every(({ held }) => held === "instant");
}

function together(a: Loose, b: Loose): Loose {
  const [one, two] = [a.step, b.step];
  const checks = [one.requires, two.requires].filter((check) => check !== undefined);
  const verifications = [one.verify, two.verify].filter((query) => query !== undefined);
  const [requires] =
    checks.length < 2 ? checks : [{ sql: both(checks.map(({ sql }) => sql)), because: checks.map(({ because }) => because).join(", or ") }];
  return {
    refused: a.refused,
    of: [...a.of, ...b.of],
    step: {
      is: "sql",
      phase: one.phase,
      why: one.why === two.why ? one.why : `${one.why} ${two.why}`,
      statements: [...one.statements, ...two.statements],
      transaction: "required",
      locks: one.locks.map((lock) => {
        const other = two.locks.find(({ on }) => referenceKey(on) === referenceKey(lock.on));
        return other === undefined ? lock : { ...lock, mode: strongerLock(lock.mode, other.mode) };
      }),
      timeouts: {
        lockMs: Math.max(one.timeouts.lockMs, two.timeouts.lockMs),
        statementMs: longer(one.timeouts.statementMs, two.timeouts.statementMs),
      },
      ...(requires === undefined ? {} : { requires }),
      ...(verifications.length === 0 ? {} : { verify: verifications.length === 1 ? (verifications[0] as string) : both(verifications) }),
      undo: one.undo === null || two.undo === null ? null : [...two.undo, ...one.undo],
      hazards: [...new Set([...one.hazards, ...two.hazards])],
    },
  };
}

function both(queries: readonly string[]): string {
  return `SELECT ${queries.map((query) => `(${query})`).join(" AND ")}`;
}

/** Zero is no limit. */
function longer(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : Math.max(a, b);
}
