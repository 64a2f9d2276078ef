import { compareText } from "../../model/reference.ts";
import type { StatementData, WorkloadData } from "../../model/workload.ts";

export const SORTS = ["time", "calls", "mean", "max"] as const;
export type Sort = (typeof SORTS)[number];

export interface StatementLimits {
  readonly sort: Sort;
  readonly minCalls: number;
  /** Milliseconds of all calls together. */
  readonly minMs: number;
  /** Null: all of them. */
  readonly top: number | null;
}

export interface StatementSelection {
  readonly shown: readonly StatementData[];
  readonly leftOut: { readonly statements: number; readonly calls: number; readonly totalMs: number };
}

/** The statements to show, in the order asked for, and the sum of the others. */
export function selectStatements({ statements }: WorkloadData, { sort, minCalls, minMs, top }: StatementLimits): StatementSelection {
  const measure = MEASURES[sort];
  const sorted = [...statements].sort((a, b) => measure(b) - measure(a) || b.calls - a.calls || compareText(a.fingerprint, b.fingerprint));
  const shown = sorted.filter(({ calls, totalMs }) => calls >= minCalls && totalMs >= minMs).slice(0, top ?? undefined);
  const kept = new Set(shown);
  const others = sorted.filter((statement) => !kept.has(statement));
  return {
    shown,
    leftOut: { statements: others.length, calls: sum(others, ({ calls }) => calls), totalMs: sum(others, ({ totalMs }) => totalMs) },
  };
}

const MEASURES: Readonly<Record<Sort, (statement: StatementData) => number>> = {
  time: ({ totalMs }) => totalMs,
  calls: ({ calls }) => calls,
  mean: (statement) => meanOf(statement) ?? 0,
  max: ({ maxMs }) => maxMs,
};

/** Milliseconds of one execution whose duration is known; null when none is. */
export function meanOf({ timed, totalMs }: StatementData): number | null {
  return timed === 0 ? null : totalMs / timed;
}

export function sum<T>(items: readonly T[], size: (item: T) => number): number {
  return items.reduce((total, item) => total + size(item), 0);
}
