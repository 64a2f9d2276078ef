import type { Observed } from "./apply.ts";

/**
 * Declared and observed have to be equal: a lock that is not declared is a surprise, one that is not taken is a false alarm.
 * Where there is nothing to lock for, as in a partitioned table without partitions, `atMost` asks for no more than was declared.
 */
export function compareLocks({ step, locks, rewritten }: Observed, say: (problem: string) => void, atMost = false): void {
  const declared = new Map(step.locks.filter((lock) => lock.on.kind === "table").map((lock) => [JSON.stringify(lock.on.path), lock]));
  for (const [table, lock] of declared) {
    if ((lock.held === "rewrite") !== rewritten.has(table))
      say(
        `"${step.statements[0]}" declares held "${lock.held}" on ${table}, and the file ${rewritten.has(table) ? "was" : "was not"} replaced`,
      );
  }
  for (const table of rewritten) if (!declared.has(table)) say(`"${step.statements[0]}" rewrites ${table}, which it does not declare`);
  if (locks === null) return;
  for (const [table, lock] of declared) {
    const seen = locks.get(table);
    if (seen !== lock.mode && !(atMost && seen === undefined))
      say(`"${step.statements[0]}" declares ${lock.mode} on ${table} and takes ${seen ?? "no lock"}`);
  }
  for (const [table, mode] of locks) {
    if (mode !== "ACCESS SHARE" && !declared.has(table))
      say(`"${step.statements[0]}" takes ${mode} on ${table}, which it does not declare`);
  }
}
