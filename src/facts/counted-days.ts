import type { Window } from "../model/snapshot.ts";

const DAY_MS = 86_400_000;

/** Whole days over which the server has counted; null when nobody knows since when. */
export function countedDays({ since, until }: Window): number | null {
  if (since === null) return null;
  const days = Math.floor((Date.parse(until) - Date.parse(since)) / DAY_MS);
  return Number.isNaN(days) ? null : days;
}
