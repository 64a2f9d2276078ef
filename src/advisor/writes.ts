import type { Table } from "../model/catalog.ts";
import type { Window } from "../model/snapshot.ts";
import type { Stats } from "../model/stats.ts";
import type { Workload } from "../model/workload.ts";

interface Counted {
  readonly stats: Stats | null;
  readonly workload: Workload;
}

const DAY = 86_400_000;

/** Rows written to the table in the time of the workload, as far as it shows them. */
export function writesOf(table: Table, { workload }: Counted): number {
  return workload.touching(table).reduce((sum, { accesses, calls, rows }) => {
    const writes = accesses.some((access) => access.table === table && access.writes !== null);
    return writes ? sum + Math.max(calls, rows ?? 0) : sum;
  }, 0);
}

/** By the server's counters, else by the workload; null when neither tells over which time. */
export function perDay(table: Table, counted: Counted): number | null {
  const { stats, workload } = counted;
  const writes = stats?.table(table)?.writes ?? null;
  const days = stats === null ? null : daysOf(stats.window);
  if (writes !== null && days !== null) return Math.round(writes / days);
  const seen = daysOf(workload.window);
  return seen === null ? null : Math.round(writesOf(table, counted) / seen);
}

function daysOf({ since, until }: Window): number | null {
  const days = since === null ? 0 : (Date.parse(until) - Date.parse(since)) / DAY;
  return days > 0 ? days : null;
}
