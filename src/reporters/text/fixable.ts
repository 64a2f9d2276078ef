import type { Fixable } from "../fixable.ts";
import { grouped } from "../words.ts";

/** Fixes that are written to be counted: a text shows a hundred, and says "at least" for the rest. */
export const MOST_WRITTEN = 1_000;

/** `at least 12,500` */
export function leastText({ count, exact }: Fixable): string {
  return `${exact ? "" : "at least "}${grouped(count)}`;
}
