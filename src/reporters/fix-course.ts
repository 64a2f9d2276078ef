import type { Fix, SqlStep } from "../contract/fix.ts";
import type { Held } from "../facts/change.ts";

/** How a fix goes: `safe · expand → backfill → switch · ACCESS EXCLUSIVE, instant`. */
export function fixCourse(fix: Fix): string {
  const phases = [...new Set(fix.steps.map((step) => step.phase))].join(" → ");
  const lock = worstLockText(fix);
  return `${fix.safety} · ${phases}${lock === null ? "" : ` · ${lock}`}`;
}

/** The strongest lock and the longest that it is held; null when no step takes one. */
export function worstLockText({ steps, worstLock }: Fix): string | null {
  if (worstLock === null) return null;
  const sql = steps.filter((step): step is SqlStep => step.is === "sql");
  const held = sql.flatMap((step) => step.locks.filter((lock) => lock.mode === worstLock).map((lock) => lock.held));
  return `${worstLock}, ${HELD.findLast((item) => held.includes(item)) ?? "instant"}`;
}

const HELD: readonly Held[] = ["instant", "scan", "build", "rewrite"];
