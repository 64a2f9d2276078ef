import { describe, expect, test } from "vitest";
import { callsOf, readText } from "./read-text.ts";

const T = "2026-03-04 10:00:0";

/** The same two executions of one backend, as different servers, platforms and collectors write them. */
const SAME: Readonly<Record<string, { readonly text: string; readonly prefix?: string }>> = {
  "the default prefix": {
    text: `${T}0.001 UTC [77] LOG:  duration: 1.500 ms  statement: SELECT 1\n${T}1.001 UTC [77] LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\n\tFROM t\n`,
  },
  "a prefix that is given": {
    text: `u@d|77|${T}0 UTC|LOG:  duration: 1.500 ms  statement: SELECT 1\nu@d|77|${T}1 UTC|LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\n\tFROM t\n`,
    prefix: "%u@%d|%p|%t|",
  },
  "a prefix with everything": {
    text: `${T}0.001 UTC [77]: [3-1] user=u,db=d,app=my [app] x,client=::1 00000 LOG:  duration: 1.500 ms  statement: SELECT 1\n${T}1.001 UTC [77]: [4-1] user=u,db=d,app=my [app] x,client=::1 00000 LOG:  duration: 2.000 ms  execute S_1: SELECT a\n\tFROM t\n`,
  },
  "an epoch and a session": {
    text: `1772618400.001 69a80020.4d LOG:  duration: 1.500 ms  statement: SELECT 1\n1772618401.001 69a80020.4d LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\n\tFROM t\n`,
    prefix: "%n %c ",
  },
  RDS: {
    text: `${T}0 UTC:10.0.0.1(5000):u@d:[77]:LOG:  duration: 1.500 ms  statement: SELECT 1\n${T}1 UTC:[local]:u@d:[77]:LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\n\tFROM t\n`,
  },
  "RDS, told": {
    text: `${T}0 UTC:10.0.0.1(5000):u@d:[77]:LOG:  duration: 1.500 ms  statement: SELECT 1\n${T}1 UTC::@:[77]:LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\n\tFROM t\n`,
    prefix: "%t:%r:%u@%d:[%p]:",
  },
  "Azure's files": {
    text: `${T}0 UTC-69a80020.4d-LOG:  duration: 1.500 ms  statement: SELECT 1\n${T}1 UTC-69a80020.4d-LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\n\tFROM t\n`,
  },
  "Azure's diagnostics": {
    text: `{"time":"x","category":"PostgreSQLLogs","properties":{"timestamp":"${T}0.001 UTC","processId":77,"errorLevel":"LOG","sqlerrcode":"00000","message":"${T}0 UTC-69a80020.4d-LOG:  duration: 1.500 ms  statement: SELECT 1"}}\n{"properties":{"timestamp":"${T}1.001 UTC","processId":77,"errorLevel":"LOG","sqlerrcode":"00000","message":"duration: 2.000 ms  execute <unnamed>: SELECT a\\nFROM t","detail":"parameters: $1 = '5'"}}\n`,
  },
  "Cloud SQL": {
    text: `{"insertId":"s","severity":"INFO","textPayload":"[77]: [1-1] db=d,user=u LOG:  duration: 1.500 ms  statement: SELECT 1","timestamp":"2026-03-04T10:00:00.001Z"}\n{"textPayload":"[77]: [2-1] db=d,user=u LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a","timestamp":"2026-03-04T10:00:01.001Z"}\n{"textPayload":"\\tFROM t","timestamp":"2026-03-04T10:00:01.001Z"}\n`,
  },
  "Docker's files": {
    text: `{"log":"${T}0.001 UTC [77] LOG:  duration: 1.500 ms  statement: SELECT 1\\n","stream":"stderr","time":"2026-03-04T10:00:00.1Z"}\n{"log":"${T}1.001 UTC [77] LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\\n","stream":"stderr"}\n{"log":"\\tFROM t\\n","stream":"stderr"}\n`,
  },
  CloudNativePG: {
    text: `{"level":"info","ts":1.5,"logger":"postgres","record":{"log_time":"${T}0.001 UTC","process_id":"77","session_id":"69a80020.4d","error_severity":"LOG","sql_state_code":"00000","message":"duration: 1.500 ms  statement: SELECT 1"}}\n{"level":"info","record":{"log_time":"${T}1.001 UTC","process_id":"77","session_id":"69a80020.4d","error_severity":"LOG","message":"duration: 2.000 ms  execute <unnamed>: SELECT a\\nFROM t"}}\n`,
  },
  jsonlog: {
    text: `{"timestamp":"${T}0.001 UTC","user":"u","pid":77,"session_id":"69a80020.4d","error_severity":"LOG","message":"duration: 1.500 ms  statement: SELECT 1"}\n{"timestamp":"${T}1.001 UTC","user":"u","pid":77,"session_id":"69a80020.4d","error_severity":"LOG","message":"duration: 2.000 ms  execute <unnamed>: SELECT \\u0061\\nFROM t"}\n`,
  },
  "csvlog of PostgreSQL 12": {
    text: `${T}0.001 UTC,"u","d",77,"[local]",69a80020.4d,1,"SELECT",${T}0 UTC,3/1,0,LOG,00000,"duration: 1.500 ms  statement: SELECT 1",,,,,,,,,"psql"\n${T}1.001 UTC,"u","d",77,"[local]",69a80020.4d,2,"SELECT",${T}0 UTC,3/2,0,LOG,00000,"duration: 2.000 ms  execute <unnamed>: SELECT a\nFROM t","parameters: $1 = 'x'",,,,,,,,"psql"\n`,
  },
  "csvlog of PostgreSQL 13": {
    text: `${T}0.001 UTC,"u","d",77,"[local]",69a80020.4d,1,"SELECT",${T}0 UTC,3/1,0,LOG,00000,"duration: 1.500 ms  statement: SELECT 1",,,,,,,,,"psql","client backend"\n${T}1.001 UTC,"u","d",77,"[local]",69a80020.4d,2,"SELECT",${T}0 UTC,3/2,0,LOG,00000,"duration: 2.000 ms  execute <unnamed>: SELECT a\nFROM t",,,,,,,,,"psql","client backend"\n`,
  },
  "csvlog of PostgreSQL 14 and later": {
    text: `${T}0.001 UTC,"u","d",77,"[local]",69a80020.4d,1,"SELECT",${T}0 UTC,3/1,0,LOG,00000,"duration: 1.500 ms  statement: SELECT 1",,,,,,,,,"psql","client backend",,-5\n${T}1.001 UTC,"u","d",77,"[local]",69a80020.4d,2,"SELECT",${T}0 UTC,3/2,0,LOG,00000,"duration: 2.000 ms  execute <unnamed>: SELECT a\nFROM t",,,,,,,,,"psql","client backend",,0\n`,
  },
  syslog: {
    text: `Mar  4 10:00:00 host postgres[77]: [3-1] db=d,user=u LOG:  duration: 1.500 ms  statement: SELECT 1\nMar  4 10:00:01 host postgres[77]: [4-1] db=d,user=u LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\nMar  4 10:00:01 host postgres[78]: [9-1] db=d,user=u LOG:  received fast shutdown request\nMar  4 10:00:01 host postgres[77]: [4-2] #011FROM t\n`,
  },
  "syslog that cuts long lines": {
    text: `<134>Mar  4 10:00:00 host postgres[77]: [3-1] LOG:  duration: 1.500 ms  statement: SELECT 1\n<134>Mar  4 10:00:01 host postgres[77]: [4-1] LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\n<134>Mar  4 10:00:01 host postgres[77]: [4-2]  FROM t\n`,
  },
  "syslog with times of ISO 8601": {
    text: `2026-03-04T10:00:00.001+00:00 host postgres[77]: [3-1] LOG:  duration: 1.500 ms  statement: SELECT 1\n2026-03-04T10:00:01.001+00:00 host postgres[77]: [4-1] LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\n2026-03-04T10:00:01.001+00:00 host postgres[77]: [4-2] #011FROM t\n`,
  },
  "Heroku's logplex": {
    text: `2026-03-04T10:00:00+00:00 app[postgres.77]: [GREEN] [15-1]  sql_error_code = 00000 LOG:  duration: 1.500 ms  statement: SELECT 1\n2026-03-04T10:00:01+00:00 app[postgres.77] [GREEN] [16-1]  sql_error_code = 00000 LOG:  duration: 2.000 ms  execute <unnamed>: SELECT a\n2026-03-04T10:00:01+00:00 app[postgres.77] [GREEN] [16-2] \tFROM t\n`,
  },
};

describe("formats", () => {
  test.each(Object.entries(SAME))("%s", (_, { text, prefix }) => {
    const { workload, counts } = readText(text, prefix === undefined ? {} : { prefix });
    expect(workload.statements.map(({ sql, calls, totalMs }) => ({ sql, calls, totalMs }))).toEqual([
      { sql: "SELECT a FROM t", calls: 1, totalMs: 2 },
      { sql: "SELECT $1", calls: 1, totalMs: 1.5 },
    ]);
    expect(workload.window.since).toMatch(/^2026-03-04T10:00:00/);
    expect(workload.window.until).toMatch(/^2026-03-04T10:00:01/);
    expect(workload.sessions).toMatchObject({ count: 1, pairs: [{ times: 1, sharing: 0 }] });
    expect(counts.unknown).toBe(0);
  });

  test("a zone is taken off, whatever it is called", () => {
    for (const zone of ["CET", "+01", "+0100", "+01:00"]) {
      expect(readText(`2026-03-04 11:00:00.000 ${zone} [7] LOG:  x\n`).workload.window.since).toBe("2026-03-04T10:00:00.000Z");
    }
  });

  test("syslog has no year: a log that ends in spring does not begin in the summer after it", () => {
    const { window } = readText("Dec 31 23:59:59 h postgres[7]: [1-1] LOG:  x\nJan  1 00:00:01 h postgres[7]: [2-1] LOG:  x\n").workload;
    expect(window).toEqual({ since: "2025-12-31T23:59:59.000Z", until: "2026-01-01T00:00:01.000Z" });
  });

  test("a prefix that fits no line is not used", () => {
    const read = readText(`${T}0 UTC [7] LOG:  duration: 1.000 ms  statement: SELECT a\n`, { prefix: "%u <%p> " });
    expect(read.format).toEqual({ is: "stderr", prefix: "%t [%p] " });
    expect(read.counts.unknown).toBe(0);
  });

  test("messages in other languages are no unknown lines", () => {
    const text = `${T}0 UTC [77] LOG:  Dauer: 1.500 ms  Anweisung: SELECT 1\n${T}0 UTC [77] FEHLER:  Division durch null\n${T}0 UTC [77] ANWEISUNG:  SELECT 1/0\n`;
    const { counts, workload } = readText(text);
    expect(counts).toEqual({ lines: 3, records: 3, continued: 0, unknown: 0 });
    expect(workload.statements).toEqual([]);
  });

  test("lines of other programs are counted, and belong to no statement", () => {
    const text = `pg_ctl: starting\n${T}0.000 UTC [7] LOG:  duration: 1.000 ms  statement: SELECT a\nsh: not found\n\tstill it\n${T}0.000 UTC [7] LOG:  duration: 1.000 ms  statement: SELECT a\n`;
    const read = readText(text);
    expect(read.counts).toEqual({ lines: 5, records: 2, continued: 0, unknown: 3 });
    expect(callsOf(read)).toEqual({ "SELECT a": 2 });
  });

  test("csvlog is read again behind a record that was cut off", () => {
    const record = (sql: string) =>
      `${T}0.001 UTC,"u","d",77,"[local]",69a80020.4d,1,"SELECT",${T}0 UTC,3/1,0,LOG,00000,"duration: 1.000 ms  statement: ${sql}",,,,,,,,,"psql","client backend",,0\n`;
    const read = readText(`${record("SELECT a")}${record("SELECT b").slice(0, 150)}\n${record("SELECT c")}${record("SELECT d")}`);
    expect(callsOf(read)).toEqual({ "SELECT a": 1, "SELECT c": 1, "SELECT d": 1 });
    expect(read.counts).toEqual({ lines: 4, records: 3, continued: 0, unknown: 1 });
  });

  test("quotes that csvlog doubles and escapes of jsonlog stand for themselves", () => {
    const csv = `${T}0.001 UTC,"u","d",77,,69a80020.4d,1,"",${T}0 UTC,,0,LOG,00000,"duration: 1.000 ms  statement: SELECT ""a 1"", 'it''s' FROM ""T""",,,,,,,,,""\n`;
    expect(callsOf(readText(csv))).toEqual({ 'SELECT "a 1", $1 FROM "T"': 1 });
    const json = `${JSON.stringify({ timestamp: `${T}0.001 UTC`, pid: 7, error_severity: "LOG", message: `duration: 1.000 ms  statement: SELECT "a 1",\t'\\ü\u{1f600}'\nFROM "T😀"` }).replaceAll("😀", "\\ud83d\\ude00")}\n`;
    expect(callsOf(readText(json))).toEqual({ 'SELECT "a 1", $1 FROM "T😀"': 1 });
  });

  test("a log that ends within a record is read up to there", () => {
    const read = readText(
      `${T}0.000 UTC [7] LOG:  duration: 1.000 ms  statement: SELECT a\n${T}0.000 UTC [7] LOG:  duration: 1.000 ms  statement: SELECT 'abc`,
    );
    expect(callsOf(read)).toEqual({ "SELECT a": 1, "<unparsable>": 1 });
    expect(read.workload.coverage.unparsable).toBe(1);
  });
});
