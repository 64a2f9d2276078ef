import { z } from "zod";
import { wholeDays } from "../facts/workload/whole.ts";
import type { Workload } from "../model/workload.ts";

/** What has to be known of a workload before a rule says that something is not in it. */
export const SEEN_WHOLE = {
  minDays: z.int().min(1).default(14).describe("The workload has to reach over so many days before anything is called dead."),
  minResolvedPercent: z
    .number()
    .min(0)
    .max(100)
    .default(99)
    .describe("So many percent of all calls have to be understood before anything is called dead."),
};

/** Days over which the workload was seen whole; null when that is too little to go by. */
export function daysSeenWhole(
  workload: Workload,
  options: { readonly minDays: number; readonly minResolvedPercent: number },
): number | null {
  const days = wholeDays(workload, options.minResolvedPercent);
  return days !== null && days >= options.minDays ? days : null;
}
