import type { SnapshotData } from "../model/snapshot.ts";
import type { BurstData, EventData, EventKind, PairData, StatementData } from "../model/workload.ts";
import type { RuleCase } from "./fixture.ts";
import { numberIn, readLine, type Stated } from "./stated-line.ts";

const DAY = 86_400_000;

/**
 * The snapshot with the workload that a case states; unchanged when it states none. The name of a statement stands for
 * its fingerprint.
 *
 *     -- workload: find calls=1000 ms=5000 max=40 rows=1000: SELECT * FROM orders WHERE customer_id = $1
 *     -- workload: pair find second=add times=900 sharing=890
 *     -- workload: burst find after=list bursts=10 calls=300 longest=60
 *     -- workload: event error sqlstate=23505 subject=orders_key statement=add count=4
 *     -- workload: window days=30
 *
 * Without `rows` nobody counted them; without a window it is 30 days. Names of events have an underscore for each space.
 */
export function withWorkload(snapshot: SnapshotData, { workload: lines }: Pick<RuleCase, "workload">): SnapshotData {
  if (lines.length === 0) return snapshot;
  const statements = lines.flatMap(statementIn);
  const rest = lines.filter((line) => statementIn(line).length === 0).map(splitLine);
  const about = (what: string) => rest.filter(({ is }) => is === what).map(({ line }) => readLine(line));
  const [window] = about("window");
  const days = window === undefined ? 30 : numberIn(window.of, "days");
  return {
    ...snapshot,
    workload: {
      origin: "log",
      window: {
        since: days === null ? null : new Date(Date.parse(snapshot.takenAt) - days * DAY).toISOString(),
        until: snapshot.takenAt,
      },
      statements,
      sessions: { count: 1, pairs: about("pair").map(pairOf), bursts: about("burst").map(burstOf) },
      events: about("event").map(eventOf),
      coverage: { sources: ["postgresql.log"], bytes: 0, lines: 0, unknownLines: 0, unparsable: 0, dropped: null },
    },
  };
}

function statementIn(line: string): StatementData[] {
  const [, head, sql] = /^([\w.-]+ calls=[^:]*): (.+)$/.exec(line) ?? [];
  if (head === undefined || sql === undefined) return [];
  const { object, of } = readLine(head);
  const calls = numberIn(of, "calls") ?? 0;
  const totalMs = numberIn(of, "ms") ?? 0;
  return [
    { fingerprint: object, sql, calls, timed: calls, totalMs, maxMs: numberIn(of, "max") ?? totalMs / calls, rows: numberIn(of, "rows") },
  ];
}

function splitLine(line: string): { readonly is: string; readonly line: string } {
  const is = /^(?:pair|burst|event|window)(?= |$)/.exec(line)?.[0];
  if (is === undefined) throw new Error(`a workload has no "${line}"`);
  return { is, line: is === "window" ? line : line.slice(is.length) };
}

function pairOf({ object, of }: Stated): PairData {
  return { first: object, second: of.get("second") ?? "", times: numberIn(of, "times") ?? 0, sharing: numberIn(of, "sharing") ?? 0 };
}

function burstOf({ object, of }: Stated): BurstData {
  return {
    statement: object,
    after: of.get("after") ?? null,
    bursts: numberIn(of, "bursts") ?? 0,
    calls: numberIn(of, "calls") ?? 0,
    longest: numberIn(of, "longest") ?? 0,
  };
}

function eventOf({ object, of }: Stated): EventData {
  return {
    kind: object.replaceAll("_", " ") as EventKind,
    sqlstate: of.get("sqlstate") ?? null,
    subject: of.get("subject") ?? null,
    statement: of.get("statement") ?? null,
    count: numberIn(of, "count") ?? 0,
    total: numberIn(of, "total"),
    max: numberIn(of, "max"),
  };
}
