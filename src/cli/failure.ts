import { PgassayError } from "../model/failure.ts";
import { plainLines, plainText } from "../model/plain-text.ts";

/** A wrong command line. */
export class UsageError extends PgassayError {}

/** SIGINT or SIGTERM. */
export class Interrupted extends Error {}

/** One sentence for people: what happened, why, and what to type now. */
export function failureLine(error: unknown): string {
  return `pgassay: ${failureSentence(error)}`;
}

/** The same without the name of the program. */
export function failureSentence(error: unknown): string {
  const { what, why, next } = toParts(error);
  return plainText(`${what}: ${ended(why)} ${ended(next)}`);
}

/** What the parser of the command line says. */
export function usageLine(message: string): string {
  return plainText(`pgassay: ${ended(message.trim())} See --help.`);
}

/** The same as `failureLine`, for machines. */
export function failureJson(error: unknown): string {
  return JSON.stringify({ error: toParts(error) });
}

export function stackOf(error: unknown): string {
  return plainLines(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** These messages are node's own words. Any other error may quote what it choked on, which can be a secret. */
const NODE_ERRORS: readonly (typeof Error)[] = [TypeError, RangeError, ReferenceError];

function toParts(error: unknown): { what: string; why: string; next: string } {
  if (error instanceof PgassayError) return { what: error.what, why: error.why, next: error.next };
  const known = NODE_ERRORS.some((kind) => error instanceof kind);
  const name = error instanceof Error ? error.name : typeof error;
  const code = (error as { code?: unknown } | null)?.code;
  const why = known ? `${name}: ${(error as Error).message}` : typeof code === "string" ? `${name} ${code}` : name;
  return { what: "internal error", why, next: "This is a bug; PGASSAY_DEBUG=1 shows where" };
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
