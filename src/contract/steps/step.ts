import { CHANGES, type Change, type ChangeFacts, type Held } from "../../facts/change.ts";
import { blocksReads, blocksWrites, type LockMode, strongerLock } from "../../facts/lock.ts";
import { type ObjectRef, referenceKey, toReference } from "../../model/reference.ts";
import type { Batches, Hazard, ManualStep, Phase, SqlStep, StepLock } from "../fix.ts";

const LOCK_TIMEOUT_MS = 2_000;
/** An instant change that has its lock needs milliseconds; ten seconds mean that something is wrong. */
const INSTANT_STATEMENT_TIMEOUT_MS = 10_000;

export interface StepParts {
  readonly phase: Phase;
  readonly why: string;
  readonly statements: readonly [string, ...string[]];
  readonly undo: readonly string[] | null;
  readonly requires?: SqlStep["requires"];
  readonly verify?: string;
  /** Besides those that follow from the locks. */
  readonly hazards?: readonly Hazard[];
  readonly batches?: Batches;
  readonly empties?: readonly ObjectRef[];
}

/** One kind of change, and the tables it touches. */
export interface Touch {
  readonly change: Change;
  readonly table?: ObjectRef;
  /** The table at the other end of a foreign key. */
  readonly other?: ObjectRef;
}

/** A step whose locks, transaction, timeouts and hazards follow from what PostgreSQL does for these changes. */
export function step(touches: Touch | readonly Touch[], parts: StepParts): SqlStep {
  const list = [touches].flat() as readonly Touch[];
  const locks = mergeLocks(list.flatMap(locksOf));
  const alone = list.some(({ change }) => (CHANGES[change] as ChangeFacts).alone === true);
  const long = locks.some((lock) => lock.held !== "instant");
  const { hazards, requires, verify, empties, ...rest } = parts;
  return {
    is: "sql",
    ...rest,
    transaction: alone ? "forbidden" : parts.statements.length > 1 ? "required" : "allowed",
    locks,
    timeouts: {
      // CREATE INDEX CONCURRENTLY waits for every older snapshot by design; giving up would leave an invalid index.
      lockMs: list.some(({ change }) => change.endsWith("index concurrently")) ? 0 : LOCK_TIMEOUT_MS,
      statementMs: long || alone ? 0 : INSTANT_STATEMENT_TIMEOUT_MS,
    },
    ...(requires === undefined ? {} : { requires }),
    ...(verify === undefined ? {} : { verify }),
    ...(empties === undefined ? {} : { empties: empties.map(toReference) }),
    hazards: [...new Set([...locks.flatMap(hazardsOf), ...(hazards ?? [])])],
  };
}

export function manualStep(parts: Omit<ManualStep, "is" | "hazards"> & { readonly hazards?: readonly Hazard[] }): ManualStep {
  return { is: "manual", hazards: ["needs deploy"], ...parts };
}

function locksOf({ change, table, other }: Touch): StepLock[] {
  const facts: ChangeFacts = CHANGES[change];
  return [lockOn(table, facts.table), lockOn(other, facts.other)].filter((lock) => lock !== null);
}

function lockOn(on: ObjectRef | undefined, lock: readonly [LockMode, Held] | undefined): StepLock | null {
  return on === undefined || lock === undefined ? null : { on: toReference(on), mode: lock[0], held: lock[1] };
}

const HELD: readonly Held[] = ["instant", "scan", "build", "rewrite"];

function mergeLocks(locks: readonly StepLock[]): StepLock[] {
  const merged = new Map<string, StepLock>();
  for (const lock of locks) {
    const key = referenceKey(lock.on);
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined
        ? lock
        : {
            on: lock.on,
            mode: strongerLock(before.mode, lock.mode),
            held: HELD.indexOf(before.held) >= HELD.indexOf(lock.held) ? before.held : lock.held,
          },
    );
  }
  return [...merged.values()];
}

function hazardsOf(lock: StepLock): Hazard[] {
  const hazards: Hazard[] = [];
  if (lock.held === "rewrite") hazards.push("rewrites table");
  if (lock.held !== "instant" && blocksReads(lock.mode)) hazards.push("blocks reads");
  if (lock.held !== "instant" && blocksWrites(lock.mode)) hazards.push("blocks writes");
  return hazards;
}
