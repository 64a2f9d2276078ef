import type { BurstData, EventData, PairData, StatementData, TagData, WorkloadCoverage, WorkloadData } from "../model/workload.ts";

/** The sum of several workloads: of shards, files, machines, or of the log and the statistics. An empty list is no workload. */
export function mergeWorkloads(list: readonly WorkloadData[]): WorkloadData {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error("there is no workload to merge");
  return rest.reduce(merged, first);
}

/** Statements by total time, then calls, then fingerprint; everything else by how often. */
export function inOrder(data: WorkloadData): WorkloadData {
  return {
    ...data,
    statements: data.statements.toSorted((a, b) => b.totalMs - a.totalMs || b.calls - a.calls || compare(a.fingerprint, b.fingerprint)),
    sessions: {
      count: data.sessions.count,
      pairs: data.sessions.pairs.toSorted((a, b) => b.times - a.times || compare(a.first, b.first) || compare(a.second, b.second)),
      bursts: data.sessions.bursts.toSorted(
        (a, b) => b.calls - a.calls || compare(a.statement, b.statement) || compare(a.after ?? "", b.after ?? ""),
      ),
    },
    events: data.events.toSorted((a, b) => compare(a.kind, b.kind) || b.count - a.count || compare(keyOfEvent(a), keyOfEvent(b))),
  };
}

function merged(a: WorkloadData, b: WorkloadData): WorkloadData {
  return inOrder({
    origin: a.origin === b.origin ? a.origin : "both",
    window: { since: earliest(a.window.since, b.window.since), until: latest(a.window.until, b.window.until) },
    statements: summed(a.statements, b.statements, (it) => it.fingerprint, addStatements),
    sessions: {
      count: a.sessions.count + b.sessions.count,
      pairs: summed(a.sessions.pairs, b.sessions.pairs, (it) => `${it.first} ${it.second}`, addPairs),
      bursts: summed(a.sessions.bursts, b.sessions.bursts, (it) => `${it.statement} ${it.after ?? ""}`, addBursts),
    },
    events: summed(a.events, b.events, keyOfEvent, addEvents),
    coverage: addCoverage(a.coverage, b.coverage),
  });
}

function addStatements(a: StatementData, b: StatementData): StatementData {
  const tags = a.tags === undefined && b.tags === undefined ? undefined : summed(a.tags ?? [], b.tags ?? [], keyOfTag, addTags);
  return {
    fingerprint: a.fingerprint,
    sql: isShorter(b.sql, a.sql) ? b.sql : a.sql,
    calls: a.calls + b.calls,
    timed: a.timed + b.timed,
    totalMs: sum(a.totalMs, b.totalMs),
    maxMs: Math.max(a.maxMs, b.maxMs),
    rows: nullableSum(a.rows, b.rows),
    ...(tags === undefined ? {} : { tags }),
  };
}

function addPairs(a: PairData, b: PairData): PairData {
  return { ...a, times: a.times + b.times, sharing: a.sharing + b.sharing };
}

function addBursts(a: BurstData, b: BurstData): BurstData {
  return { ...a, bursts: a.bursts + b.bursts, calls: a.calls + b.calls, longest: Math.max(a.longest, b.longest) };
}

function addEvents(a: EventData, b: EventData): EventData {
  const max = a.max === null ? b.max : b.max === null ? a.max : Math.max(a.max, b.max);
  return { ...a, count: a.count + b.count, total: nullableSum(a.total, b.total), max };
}

function addTags(a: TagData, b: TagData): TagData {
  return { ...a, calls: a.calls + b.calls };
}

function addCoverage(a: WorkloadCoverage, b: WorkloadCoverage): WorkloadCoverage {
  return {
    sources: [...new Set([...a.sources, ...b.sources])],
    bytes: a.bytes + b.bytes,
    lines: a.lines + b.lines,
    unknownLines: a.unknownLines + b.unknownLines,
    unparsable: a.unparsable + b.unparsable,
    dropped: a.dropped === null || b.dropped === null ? null : a.dropped + b.dropped,
  };
}

function summed<T>(a: readonly T[], b: readonly T[], key: (item: T) => string, add: (a: T, b: T) => T): T[] {
  const all = new Map(a.map((item) => [key(item), item]));
  for (const item of b) {
    const known = all.get(key(item));
    all.set(key(item), known === undefined ? item : add(known, item));
  }
  return [...all.values()];
}

/** One fingerprint has many spellings: the shortest is kept, and of those the first by its letters. */
export function isShorter(a: string, b: string): boolean {
  return a.length < b.length || (a.length === b.length && a < b);
}

/** Durations are whole microseconds: a sum of sums is the same in whatever order. */
function sum(a: number, b: number): number {
  return Math.round((a + b) * 1000) / 1000;
}

function nullableSum(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : sum(a, b);
}

function earliest(a: string | null, b: string | null): string | null {
  return a === null || b === null ? null : a < b ? a : b;
}

function latest(a: string, b: string): string {
  return a < b ? b : a;
}

function keyOfEvent({ kind, sqlstate, subject, statement }: EventData): string {
  return JSON.stringify([kind, sqlstate, subject, statement]);
}

function keyOfTag({ key, value }: TagData): string {
  return JSON.stringify([key, value]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
