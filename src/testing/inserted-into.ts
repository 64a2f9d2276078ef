import type { FixStep } from "../contract/fix.ts";
import { qualified } from "../facts/identifier.ts";

const INSERT = /\bINSERT INTO ((?:"(?:[^"]|"")+"|[\w$.])+)/g;

/** Whether a plan puts rows into a table: it has more of them afterwards, and after the way back as well. */
export function insertedInto(steps: readonly FixStep[]): (table: readonly string[]) => boolean {
  const texts = steps.flatMap((step) => (step.is === "sql" ? step.statements : []));
  const names = new Set(texts.flatMap((text) => [...text.matchAll(INSERT)].map(([, name]) => name)));
  return (table) => names.has(qualified(table));
}
