import { InvalidArgumentError } from "commander";
import { NEWEST_MAJOR, OLDEST_MAJOR } from "../../model/major-version.ts";

/** Repeatable, and split at commas: `--rules a,b --rules c`. */
export function list(value: string, before: readonly string[] = []): string[] {
  return [...before, ...value.split(",").map((item) => item.trim())].filter((item) => item !== "");
}

export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("It takes a whole number.");
  return Number(value);
}

/** As `wholeNumber`, and at least one. */
export function positiveNumber(value: string): number {
  const number = wholeNumber(value);
  if (number === 0) throw new InvalidArgumentError("It takes a number of at least 1.");
  return number;
}

/** A server version as its first number says it, from the oldest whose catalogs are read to the newest that is known. */
export function majorVersion(value: string): number {
  const major = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (major < OLDEST_MAJOR || major > NEWEST_MAJOR) {
    throw new InvalidArgumentError(`It takes a major version of PostgreSQL, ${OLDEST_MAJOR} to ${NEWEST_MAJOR}.`);
  }
  return major;
}

const MS_PER = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** Node's timers count in 32 bits. */
const LONGEST_MS = 2_147_483_647;

/** `90`, `90s`, `2m`, `500ms`: milliseconds; seconds when no unit is given. */
export function duration(value: string): number {
  const [, amount, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value) ?? [];
  const ms = Math.round(Number(amount) * MS_PER[unit as keyof typeof MS_PER]);
  if (!(ms >= 1 && ms <= LONGEST_MS)) throw new InvalidArgumentError("It takes a duration such as 90s, 2m or 500ms.");
  return ms;
}
