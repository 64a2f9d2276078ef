import { plainText } from "../../model/plain-text.ts";
import type { EventData, WorkloadData } from "../../model/workload.ts";
import { padTo } from "../text/width.ts";
import { bytes, duration, grouped } from "../words.ts";
import type { WorkloadTextOptions } from "./text.ts";

const MOST = 12;

/** Errors, waits, temporary files and the server's own work, the most frequent of a kind first. */
export function eventLines({ events }: WorkloadData, { paint }: WorkloadTextOptions): string[] {
  if (events.length === 0) return [];
  const rows = together(events);
  return [
    paint.bold("Events"),
    ...rows.slice(0, MOST).map(({ kind, about, count, total, max }) => {
      const amount = amountOf(kind, total, max);
      return `${grouped(count).padStart(7)}  ${padTo(about, 44)}${amount === null ? "" : `  ${amount}`}`.trimEnd();
    }),
    ...(rows.length > MOST ? [paint.dim(`         and ${grouped(rows.length - MOST)} more; --format json lists all of them`)] : []),
  ];
}

interface EventRow {
  readonly kind: EventData["kind"];
  readonly about: string;
  readonly count: number;
  readonly total: number | null;
  readonly max: number | null;
}

/** By what they are about, whatever statement they happened to. */
function together(events: readonly EventData[]): EventRow[] {
  const rows = new Map<string, EventRow>();
  for (const { kind, sqlstate, subject, count, total, max } of events) {
    const about = plainText([kind, sqlstate, subject].filter((part) => part !== null).join(" "));
    const before = rows.get(about);
    rows.set(about, {
      kind,
      about,
      count: (before?.count ?? 0) + count,
      total: total === null ? (before?.total ?? null) : (before?.total ?? 0) + total,
      max: max === null ? (before?.max ?? null) : Math.max(before?.max ?? 0, max),
    });
  }
  return [...rows.values()].sort((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind) || b.count - a.count);
}

/** What somebody should look at comes first. */
const RANK: readonly EventData["kind"][] = [
  "deadlock",
  "error",
  "cancel",
  "lock wait",
  "temporary file",
  "autovacuum",
  "autoanalyze",
  "checkpoint",
  "connection",
];

function amountOf(kind: EventData["kind"], total: number | null, max: number | null): string | null {
  if (total === null || total === 0) return null;
  const unit = kind === "temporary file" ? bytes : duration;
  return max === null || max === total ? unit(total) : `${unit(total)}, at most ${unit(max)}`;
}
