/** Table-level lock modes, weakest first (PostgreSQL manual, "Explicit Locking", table of conflicting lock modes). */
export const LOCK_MODES = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;

export type LockMode = (typeof LOCK_MODES)[number];

export function strongerLock(a: LockMode, b: LockMode): LockMode {
  return LOCK_MODES.indexOf(a) >= LOCK_MODES.indexOf(b) ? a : b;
}

/** INSERT, UPDATE and DELETE take ROW EXCLUSIVE; these modes conflict with it. */
export function blocksWrites(mode: LockMode): boolean {
  return LOCK_MODES.indexOf(mode) >= LOCK_MODES.indexOf("SHARE");
}

/** SELECT takes ACCESS SHARE; only one mode conflicts with it. */
export function blocksReads(mode: LockMode): boolean {
  return mode === "ACCESS EXCLUSIVE";
}
