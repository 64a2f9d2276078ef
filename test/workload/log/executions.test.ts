import { describe, expect, test } from "vitest";
import type { EventData } from "../../../src/model/workload.ts";
import { marked } from "../../../src/sources/catalog/session.ts";
import { callsOf, readText } from "./read-text.ts";

/** Lines of stderr: `7 LOG:  …`, in which the number is the process, a second apart when `+` begins the line. */
function logOf(...lines: string[]): string {
  let ms = Date.UTC(2026, 2, 4, 10);
  return lines
    .map((line) => {
      if (line.startsWith("+")) ms += 5000;
      ms += 1;
      const [, process, rest] = /^\+?(\d+) (.*)$/s.exec(line) as RegExpExecArray;
      return `${new Date(ms).toISOString().replace("T", " ").replace("Z", " UTC")} [${process}] ${rest?.replaceAll("\n", "\n\t")}\n`;
    })
    .join("");
}

function eventsOf(text: string): readonly Partial<EventData>[] {
  return readText(text).workload.events.map(({ statement: _, ...event }) => event);
}

describe("executions", () => {
  test("parse and bind are none, and parameters are told twice", () => {
    const log = logOf(
      "7 LOG:  duration: 1.000 ms  parse <unnamed>: SELECT a WHERE b = $1",
      "7 LOG:  duration: 1.000 ms  bind <unnamed>: SELECT a WHERE b = $1",
      "7 DETAIL:  parameters: $1 = 'x'",
      "7 LOG:  duration: 2.500 ms  execute <unnamed>: SELECT a WHERE b = $1",
      "7 DETAIL:  parameters: $1 = 'x'",
    );
    expect(readText(log).workload.statements).toMatchObject([{ calls: 1, timed: 1, totalMs: 2.5, maxMs: 2.5, rows: null }]);
  });

  test("a statement that is logged by log_statement and again by its duration counts once", () => {
    const log = logOf(
      "7 LOG:  statement: SELECT a",
      "8 LOG:  statement: SELECT b",
      "8 LOG:  duration: 1.000 ms",
      "7 LOG:  duration: 3.000 ms",
      "7 LOG:  duration: 9.000 ms",
      "7 LOG:  execute S_1: SELECT c WHERE d = $1",
      "7 DETAIL:  parameters: $1 = '1'",
      "7 LOG:  duration: 4.000 ms",
    );
    expect(readText(log).workload.statements.map(({ sql, calls, totalMs }) => [sql, calls, totalMs])).toEqual([
      ["SELECT c WHERE d = $1", 1, 4],
      ["SELECT a", 1, 3],
      ["SELECT b", 1, 1],
    ]);
  });

  test("a statement without a duration counts, and has no time", () => {
    expect(readText(logOf("7 LOG:  statement: SELECT a", "7 LOG:  statement: SELECT a")).workload.statements).toMatchObject([
      { calls: 2, timed: 0, totalMs: 0 },
    ]);
  });

  test("what failed is an event and no execution", () => {
    const log = logOf(
      "7 LOG:  statement: SELECT 1/0",
      "7 ERROR:  division by zero",
      "7 STATEMENT:  SELECT 1/0",
      "7 LOG:  statement: SELECT a",
    );
    expect(callsOf(readText(log))).toEqual({ "SELECT a": 1 });
    expect(eventsOf(log)).toEqual([{ kind: "error", sqlstate: "22012", subject: null, count: 1, total: null, max: null }]);
  });

  test("fetching more of a portal takes time and is no further execution", () => {
    const log = logOf(
      "7 LOG:  duration: 1.000 ms  execute S_1/C_2: SELECT a",
      "7 LOG:  duration: 2.000 ms  execute fetch from S_1/C_2: SELECT a",
    );
    expect(readText(log).workload.statements).toMatchObject([{ calls: 1, totalMs: 3, maxMs: 1 }]);
  });

  test("EXECUTE runs the statement that was prepared", () => {
    const log = logOf(
      "7 LOG:  duration: 1.000 ms  statement: EXECUTE p(5)",
      "7 DETAIL:  prepare: PREPARE p (int) AS SELECT a WHERE b = $1;",
    );
    expect(callsOf(readText(log))).toEqual({ "SELECT a WHERE b = $1": 1 });
  });

  test("several statements in one message count each, and the time is that of the one that works", () => {
    const log = logOf("7 LOG:  duration: 3.000 ms  statement: BEGIN; UPDATE t SET a = 1; COMMIT;");
    expect(readText(log).workload.statements).toMatchObject([{ sql: "UPDATE t SET a = $1", calls: 1, totalMs: 3 }, {}, {}]);
    expect(callsOf(readText(log))).toEqual({ BEGIN: 1, "UPDATE t SET a = $1": 1, COMMIT: 1 });
  });

  test("what pgassay itself sent is left out and counted, however it was sent", () => {
    const sent = marked("relations", "select oid from pg_class where oid = $1");
    const log = logOf(
      "7 LOG:  statement: SELECT a",
      "7 LOG:  duration: 2.000 ms",
      `8 LOG:  statement: ${marked("begin", "begin isolation level repeatable read read only")}`,
      "8 LOG:  duration: 9.000 ms",
      `8 LOG:  duration: 1.000 ms  parse <unnamed>: ${sent}`,
      `8 LOG:  duration: 9.000 ms  execute <unnamed>: ${sent}`,
      "8 DETAIL:  parameters: $1 = '5'",
      `8 LOG:  duration: 9.000 ms  execute fetch from <unnamed>/p: ${sent}`,
      `8 LOG:  duration: 9.000 ms  plan:\nQuery Text: ${sent}\nSeq Scan on pg_class  (cost=0.00..1.00 rows=1 width=4)`,
      "8 ERROR:  permission denied for table t",
      `8 STATEMENT:  ${sent}`,
      "7 LOG:  duration: 3.000 ms  execute <unnamed>: select oid from pg_class where oid = $1",
      "7 DETAIL:  parameters: $1 = '5'",
      "7 LOG:  duration: 4.000 ms  statement: SELECT b /* pgassay:b */",
    );
    const { own, workload } = readText(log);
    expect(own).toBe(2);
    expect(workload.statements.map(({ sql, calls, totalMs }) => [sql, calls, totalMs])).toEqual([
      ["SELECT b", 1, 4],
      ["select oid from pg_class where oid = $1", 1, 3],
      ["SELECT a", 1, 2],
    ]);
    expect(workload.sessions.count).toBe(1);
    expect(workload.events).toMatchObject([{ kind: "error", statement: null, count: 1 }]);
    const plans = log.split("\n2026").filter((record) => record.includes("plan:"));
    expect(readText(plans.map((record) => `2026${record}\n`).join(""))).toMatchObject({ own: 1, workload: { statements: [] } });
  });

  test("an empty statement is none", () => {
    expect(
      callsOf(readText(logOf("7 LOG:  duration: 0.010 ms  statement: ", "7 LOG:  duration: 0.010 ms  statement: ; -- nothing"))),
    ).toEqual({});
  });
});

describe("plans of auto_explain", () => {
  const plan = "plan:\nQuery Text: SELECT a\n  FROM t\nSeq Scan on t  (cost=0.00..1.00 rows=1 width=4)\n  Filter: (a = 5)";

  test("alone are executions", () => {
    const log = logOf(`7 LOG:  duration: 5.000 ms  ${plan}`, `7 LOG:  duration: 6.000 ms  ${plan}`);
    expect(readText(log).workload.statements).toMatchObject([{ sql: "SELECT a FROM t", calls: 2, totalMs: 11 }]);
  });

  test("beside their statement are none, before it and behind it", () => {
    const statement = "duration: 5.100 ms  statement: SELECT a\n  FROM t";
    const before = logOf(
      `7 LOG:  duration: 5.000 ms  ${plan}`,
      `7 LOG:  ${statement}`,
      `7 LOG:  duration: 5.000 ms  ${plan}`,
      `7 LOG:  ${statement}`,
    );
    expect(readText(before).workload.statements).toMatchObject([{ calls: 2, totalMs: 10.2 }]);
    const behind = logOf(
      `7 LOG:  ${statement}`,
      `7 LOG:  duration: 5.000 ms  ${plan}`,
      `7 LOG:  ${statement}`,
      `7 LOG:  duration: 5.000 ms  ${plan}`,
    );
    expect(readText(behind).workload.statements).toMatchObject([{ calls: 2, totalMs: 10.2 }]);
  });

  test("in JSON are read too", () => {
    const json = `plan:\n${JSON.stringify({ "Query Text": 'SELECT "a"\nFROM t', Plan: {} }, null, 2)}`;
    expect(callsOf(readText(logOf(`7 LOG:  duration: 5.000 ms  ${json}`)))).toEqual({ 'SELECT "a" FROM t': 1 });
  });
});

describe("events", () => {
  test("are counted by kind, SQLSTATE and what they name", () => {
    const log = logOf(
      '7 ERROR:  duplicate key value violates unique constraint "t_a_key"',
      "7 DETAIL:  Key (a)=(5) already exists.",
      "7 STATEMENT:  INSERT INTO t VALUES (5)",
      '7 ERROR:  duplicate key value violates unique constraint "t_a_key"',
      "7 STATEMENT:  INSERT INTO t VALUES (6)",
      "7 ERROR:  function f(integer) does not exist at character 8",
      "7 ERROR:  canceling statement due to statement timeout",
      "7 ERROR:  deadlock detected",
      '7 CONTEXT:  while updating tuple (0,1) in relation "t"',
      '7 LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp7.0", size 1000',
      '7 LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp7.1", size 3000',
      "7 LOG:  process 7 still waiting for ShareLock on transaction 5 after 1000.100 ms",
      '7 CONTEXT:  while updating tuple (0,1) in relation "t"',
      "7 LOG:  process 7 acquired ShareLock on transaction 5 after 2500.250 ms",
      '7 CONTEXT:  while updating tuple (0,1) in relation "t"',
      '9 LOG:  automatic vacuum of table "d.public.t": index scans: 0\n\tsystem usage: CPU: user: 0.00 s, system: 0.00 s, elapsed: 1.50 s',
      '9 LOG:  automatic analyze of table "d.public.t"\n\tsystem usage: CPU: user: 0.00 s, system: 0.00 s, elapsed: 0.25 s',
      "9 LOG:  checkpoint complete: wrote 5 buffers (0.0%); write=0.1 s, sync=0.1 s, total=0.269 s; sync files=1",
      "9 LOG:  connection authorized: user=u database=d",
    );
    expect(eventsOf(log)).toEqual([
      { kind: "autoanalyze", sqlstate: null, subject: "public.t", count: 1, total: 250, max: 250 },
      { kind: "autovacuum", sqlstate: null, subject: "public.t", count: 1, total: 1500, max: 1500 },
      { kind: "cancel", sqlstate: "57014", subject: null, count: 1, total: null, max: null },
      { kind: "checkpoint", sqlstate: null, subject: null, count: 1, total: 269, max: 269 },
      { kind: "connection", sqlstate: null, subject: null, count: 1, total: null, max: null },
      { kind: "deadlock", sqlstate: "40P01", subject: "t", count: 1, total: null, max: null },
      { kind: "error", sqlstate: "23505", subject: "t_a_key", count: 2, total: null, max: null },
      { kind: "error", sqlstate: "42883", subject: null, count: 1, total: null, max: null },
      { kind: "lock wait", sqlstate: null, subject: "t", count: 1, total: 2500.25, max: 2500.25 },
      { kind: "temporary file", sqlstate: null, subject: null, count: 2, total: 4000, max: 3000 },
    ]);
    expect(readText(log).workload.events.find(({ sqlstate }) => sqlstate === "23505")?.statement).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("sessions", () => {
  const sqlOf = (text: string) => {
    const { workload } = readText(text);
    const names = new Map(workload.statements.map(({ fingerprint, sql }) => [fingerprint, sql]));
    const { pairs, bursts, count } = workload.sessions;
    return {
      count,
      pairs: pairs.map(({ first, second, times, sharing }) => [names.get(first), names.get(second), times, sharing]),
      bursts: bursts.map(({ statement, after, ...rest }) => ({
        statement: names.get(statement),
        after: after === null ? null : names.get(after),
        ...rest,
      })),
    };
  };

  test("the next statement of the same backend makes a pair, whatever drivers put between", () => {
    const log = logOf(
      "7 LOG:  duration: 0.100 ms  statement: SELECT a FROM t WHERE b = 'x1'",
      "8 LOG:  duration: 0.100 ms  statement: SELECT c",
      "7 LOG:  duration: 0.100 ms  statement: SAVEPOINT s1",
      "7 LOG:  duration: 0.100 ms  execute <unnamed>: INSERT INTO t (b) VALUES ($1)",
      "7 DETAIL:  Parameters: $1 = 'x1'",
    );
    expect(sqlOf(log)).toEqual({
      count: 2,
      pairs: [["SELECT a FROM t WHERE b = $1", "INSERT INTO t (b) VALUES ($1)", 1, 1]],
      bursts: [],
    });
  });

  test("after a pause something else begins, but within a transaction", () => {
    const two = ["7 LOG:  duration: 0.100 ms  statement: SELECT a", "+7 LOG:  duration: 0.100 ms  statement: SELECT b"];
    expect(sqlOf(logOf(...two)).pairs).toEqual([]);
    expect(sqlOf(logOf("7 LOG:  duration: 0.100 ms  statement: BEGIN", ...two)).pairs).toEqual([["SELECT a", "SELECT b", 1, 0]]);
  });

  test("a new backend with the same process number is another session", () => {
    const log = logOf(
      "7 LOG:  duration: 0.100 ms  statement: SELECT a",
      "7 LOG:  disconnection: session time: 0:00:00.007 user=u database=d host=[local]",
      "7 LOG:  connection received: host=[local]",
      "7 LOG:  duration: 0.100 ms  statement: SELECT b",
    );
    expect(sqlOf(log)).toEqual({ count: 2, pairs: [], bursts: [] });
  });

  test("five in a row are a burst, behind what came before", () => {
    const one = "7 LOG:  duration: 0.100 ms  statement: SELECT b WHERE c = 5";
    const parent = "7 LOG:  duration: 0.100 ms  statement: SELECT a";
    expect(sqlOf(logOf(parent, one, one, one, one)).bursts).toEqual([]);
    expect(sqlOf(logOf(parent, one, one, one, one, one, parent, one, one, one, one, one, one)).bursts).toEqual([
      { statement: "SELECT b WHERE c = $1", after: "SELECT a", bursts: 2, calls: 11, longest: 6 },
    ]);
    expect(sqlOf(logOf(one, one, one, one, one)).bursts).toMatchObject([{ after: null }]);
  });

  test("two that take turns are bursts too", () => {
    const turn = ["7 LOG:  duration: 0.100 ms  statement: SELECT b", "7 LOG:  duration: 0.100 ms  statement: SELECT c"];
    const parent = "7 LOG:  duration: 0.100 ms  statement: SELECT a";
    const log = logOf(parent, ...turn, ...turn, ...turn, ...turn, ...turn, ...turn, parent);
    const byName = sqlOf(log).bursts.sort((a, b) => ((a.statement ?? "") < (b.statement ?? "") ? -1 : 1));
    expect(byName).toEqual([
      { statement: "SELECT b", after: "SELECT a", bursts: 1, calls: 6, longest: 6 },
      { statement: "SELECT c", after: "SELECT a", bursts: 1, calls: 6, longest: 6 },
    ]);
  });

  test("without a process nothing follows anything", () => {
    const text = "2026-03-04 10:00:00 UTC LOG:  duration: 0.100 ms  statement: SELECT a\n".repeat(9);
    expect(readText(text, { prefix: "%t " }).workload.sessions).toEqual({ count: 0, pairs: [], bursts: [] });
  });
});
