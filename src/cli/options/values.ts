import { InvalidArgumentError } from "commander";

/** Repeatable, and split at commas: `--rules a,b --rules c`. */
export function list(value: string, before: readonly string[] = []): string[] {
  return [...before, ...value.split(",").map((item) => item.trim())].filter((item) => item !== "");
}

export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("It takes a whole number.");
  return Number(value);
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
