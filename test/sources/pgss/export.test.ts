import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PgassayError } from "../../../src/model/failure.ts";
import { marked } from "../../../src/sources/catalog/session.ts";
import { csvRecords } from "../../../src/sources/pgss/csv.ts";
import { isStatStatementsExport } from "../../../src/sources/pgss/read-export.ts";
import { inputKind, readInput } from "../../../src/sources/workload-input.ts";

const CANARY = "canary7Kq2vXw9";
const ENTRIES = [
  { dbid: 5, toplevel: true, query: 'select "a,b" from t where c = $1', calls: 3, total_exec_time: 6, max_exec_time: 4, rows: 9 },
  { dbid: 5, toplevel: true, query: `ALTER ROLE r PASSWORD '${CANARY}'`, calls: 1, total_exec_time: 1, max_exec_time: 1, rows: 0 },
  {
    dbid: 5,
    toplevel: true,
    query: `comment on table t is 'it''s\n${CANARY}' -- ${CANARY}`,
    calls: 1,
    total_exec_time: 0.5,
    max_exec_time: 0.5,
    rows: 0,
  },
  { dbid: 5, toplevel: true, query: `select '${CANARY}`, calls: 2, total_exec_time: 0.25, max_exec_time: 0.25, rows: 0 },
  { dbid: 5, toplevel: true, query: "<insufficient privilege>", calls: 4, total_exec_time: 0.125, max_exec_time: 0.1, rows: 0 },
  { dbid: 5, toplevel: false, query: "select 1 from inner", calls: 7, total_exec_time: 3, max_exec_time: 1, rows: 7 },
];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pgassay-pgss-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
}

/** As COPY … CSV HEADER writes it. */
function csvOf(entries: readonly Readonly<Record<string, unknown>>[]): string {
  const field = (value: unknown) => (value === true ? "t" : value === false ? "f" : written(String(value)));
  const written = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [Object.keys(entries[0] ?? {}).join(","), ...entries.map((entry) => Object.values(entry).map(field).join(","))]
    .join("\n")
    .concat("\n");
}

async function read(at: string) {
  const kind = await inputKind(at);
  if (kind === "log") throw new Error(`${at} was taken for a log`);
  return readInput(at, kind);
}

describe("an exported pg_stat_statements", () => {
  const forms = {
    csv: csvOf(ENTRIES),
    "csv of Windows": `\uFEFF${csvOf(ENTRIES)}`,
    array: JSON.stringify(ENTRIES, null, 2),
    jsonl: ENTRIES.map((entry) => JSON.stringify(entry)).join("\n"),
  };

  test.each(Object.entries(forms))("as %s has the same statements", async (name, text) => {
    const { workload, notes } = await read(file(`export of ${name}`, text));
    expect(workload.origin).toBe("pg_stat_statements");
    expect(workload.statements.map(({ sql, calls, totalMs, maxMs, rows }) => ({ sql, calls, totalMs, maxMs, rows }))).toEqual([
      { sql: 'select "a,b" from t where c = $1', calls: 3, totalMs: 6, maxMs: 4, rows: 9 },
      { sql: "ALTER ROLE r PASSWORD $1", calls: 1, totalMs: 1, maxMs: 1, rows: 0 },
      { sql: "comment on table t is ''", calls: 1, totalMs: 0.5, maxMs: 0.5, rows: 0 },
      { sql: "<unparsable>", calls: 2, totalMs: 0.25, maxMs: 0.25, rows: 0 },
      { sql: "<insufficient privilege>", calls: 4, totalMs: 0.125, maxMs: 0.1, rows: 0 },
    ]);
    expect(workload.coverage).toMatchObject({ lines: 6, unknownLines: 0, unparsable: 6, dropped: null });
    expect(notes).toEqual([expect.stringContaining("1 statements from inside functions")]);
    expect(JSON.stringify(workload)).not.toContain(CANARY);
  });

  test("of PostgreSQL 12 has its older names", async () => {
    const old = [{ userid: 10, dbid: 5, query: "select 1", calls: 2, total_time: 3, max_time: 2, rows: 2 }];
    const { workload } = await read(file("old.csv", csvOf(old)));
    expect(workload.statements).toMatchObject([{ calls: 2, timed: 2, totalMs: 3, maxMs: 2, rows: 2 }]);
  });

  test("adds up the roles that sent one statement", async () => {
    const entry = { query: "select a from t where b = $1", calls: 2, total_exec_time: 3, max_exec_time: 2, rows: 1 };
    const { workload } = await read(
      file("roles.json", JSON.stringify([entry, { ...entry, query: "SELECT a FROM t WHERE b = 7", max_exec_time: 5 }])),
    );
    expect(workload.statements).toMatchObject([{ calls: 4, timed: 4, totalMs: 6, maxMs: 5, rows: 2 }]);
  });

  test("leaves out what pgassay itself sent", async () => {
    const own = { query: marked("relations", "select oid from pg_class where oid = $1"), calls: 2, total_exec_time: 3 };
    const { workload, notes } = await read(file("own.json", JSON.stringify([own, { ...own, query: "select 1 /* pgassay:x */" }])));
    expect(workload.statements.map(({ sql }) => sql)).toEqual(["select $1"]);
    expect(workload.coverage).toMatchObject({ lines: 2, unknownLines: 0 });
    expect(notes).toEqual([expect.stringContaining("1 statements of pgassay itself")]);
  });

  test("counts what is no entry", async () => {
    const broken = `query,calls,total_exec_time\nselect 1,2,3\nselect 2,many,3\nselect 3\n"select 4",1,1\n`;
    const { workload } = await read(file("broken.csv", broken));
    expect(workload.statements.map(({ sql }) => sql)).toEqual(["select $1"]);
    expect(workload.coverage).toMatchObject({ lines: 4, unknownLines: 2 });
  });

  test("that is a broken array is refused", async () => {
    await expect(read(file("torn.json", `[{"query": "select '${CANARY}'", "calls": 1`))).rejects.toThrow(PgassayError);
    await expect(read(file("torn.json", `[{"query": "select '${CANARY}'", "calls": 1`))).rejects.not.toThrow(CANARY);
  });
});

test.each<[string, boolean]>([
  ["userid,dbid,toplevel,queryid,query,plans,calls", true],
  ['"query","calls"', true],
  ['[ { "queryid": 1, "query": "select 1"', true],
  ['{"schemaVersion":1,"query":1,"calls":2}', false],
  ["2026-01-01 00:00:00 UTC [1] LOG:  duration: 1 ms  statement: select query, calls", false],
  ['2026-01-01 00:00:00.000 UTC,"app","app",1,"[local]"', false],
  ['{"timestamp":"2026-01-01","pid":1,"message":"duration: 1 ms  statement: select 1","query_id":0}', false],
  ["", false],
])("%s: an export is %s", (head, expected) => {
  expect(isStatStatementsExport(head)).toBe(expected);
});

test("CSV is read back as it was written", () => {
  const value = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", "é", " ") });
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (records) => {
      const text = records.map((record) => `${record.map((field) => `"${field.replaceAll('"', '""')}"`).join(",")}\n`).join("");
      expect([...csvRecords(text)]).toEqual(records);
    }),
  );
});
