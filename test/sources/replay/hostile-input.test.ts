import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SnapshotData } from "../../../src/model/snapshot.ts";
import { replaySource } from "../../../src/sources/replay/replay-source.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pgassay-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function load(content: string | Uint8Array): Promise<SnapshotData> {
  const file = join(folder, "schema.sql");
  writeFileSync(file, content);
  const source = replaySource(file, { cache: false, maxDurationMs: 100_000 });
  return source.load({ stats: false, schemas: null }, new AbortController().signal);
}

const tables = ({ catalog }: SnapshotData) => catalog.schemas.flatMap((schema) => schema.tables.map(({ name }) => name));
const losses = ({ gaps }: SnapshotData) => gaps.map(({ at, subject, reason }) => `${at?.line}:${at?.column} ${subject}: ${reason}`);

describe("a file that is hard to read", () => {
  test("45. without a byte in it is refused with a sentence", async () => {
    await expect(load("")).rejects.toMatchObject({ name: "PgassayError", why: expect.stringContaining("It holds no SQL statement.") });
  });

  test("45. a byte order mark, CRLF and characters of several bytes keep lines and columns true", async () => {
    const sql = "CREATE TABLE a (\r\n  id int -- é日本\r\n);\r\n/* 日本 */ CREATE TABEL b (id int);\r\nCREATE TABLE c (id int);\r\n";
    const snapshot = await load(`\ufeff${sql}`);
    expect(tables(snapshot)).toEqual(["a", "c"]);
    expect(losses(snapshot)).toEqual(["4:10 CREATE: syntax error"]);
  });

  test("45. ten thousand parentheses, and a chain of ten thousand terms, cost their own statement", async () => {
    const parentheses = `SELECT ${"(".repeat(10_000)}1${")".repeat(10_000)};`;
    const chain = `CREATE TABLE b (id int CHECK (${Array(10_000).fill("1").join(" + ")} > 0));`;
    const snapshot = await load(`CREATE TABLE a (id int);\n${parentheses}\n${chain}\nCREATE TABLE c (id int);\n`);
    expect(tables(snapshot)).toEqual(["a", "c"]);
    expect(losses(snapshot)).toEqual(["2:1 SELECT: it is nested too deeply", "3:1 CREATE TABLE b: it is nested too deeply"]);
  });

  test("45. one statement of 20 MB is read", async () => {
    const snapshot = await load(
      `CREATE TABLE a (id int);\nINSERT INTO a SELECT length('${"x".repeat(20_000_000)}');\nCREATE TABLE c (id int);\n`,
    );
    expect(tables(snapshot)).toEqual(["a", "c"]);
  });
});

describe("SQL that means harm", () => {
  test("47. reads and writes no file, runs no program, changes no server", async () => {
    const target = join(folder, "written");
    const secret = join(folder, "secret");
    writeFileSync(secret, "canary7Kq2vXw9");
    const attempts = [
      `COPY (SELECT 1) TO PROGRAM 'touch ${target}'`,
      `COPY (SELECT 1) TO '${target}'`,
      `DO $$ BEGIN PERFORM pg_read_file('${secret}'); EXECUTE 'CREATE TABLE read (id int)'; END $$`,
      `DO $$ BEGIN PERFORM pg_ls_dir('${folder}'); EXECUTE 'CREATE TABLE listed (id int)'; END $$`,
      `DO $$ BEGIN PERFORM lo_export(lo_from_bytea(0, 'x'), '${target}'); END $$`,
      `CREATE FUNCTION c() RETURNS int LANGUAGE c AS '${target}.so', 'f'`,
      `LOAD '${target}'`,
      "ALTER SYSTEM SET archive_command = 'touch x'",
      "DROP SCHEMA pg_catalog CASCADE",
      "SELECT repeat('x', 2000000000)",
      "SELECT pg_terminate_backend(pg_backend_pid())",
    ];
    const snapshot = await load(`CREATE TABLE a (id int);\n${attempts.join(";\n")};\nCREATE TABLE c (id int);\n`);
    expect(tables(snapshot)).toEqual(["a", "c"]);
    expect(existsSync(target)).toBe(false);
    expect(losses(snapshot)).toEqual([
      "2:1 COPY: it writes rows elsewhere",
      "3:1 COPY: it writes rows elsewhere",
      "8:1 LOAD: it loads a library into the server",
      "9:1 ALTER SYSTEM: it has no effect on the schema",
      '4:1 DO: could not open file "…" for reading: No such file or directory',
      '5:1 DO: could not open directory "…": No such file or directory',
      expect.stringMatching(/^6:1 DO: large object \d+ does not exist$/),
      '7:1 CREATE FUNCTION c: could not access file "…": No such file or directory',
      "10:1 DROP SCHEMA pg_catalog: cannot drop schema pg_catalog because it is required by the database system",
      "11:1 SELECT: requested length too large",
    ]);
  });

  test("47. a program that a DO block starts ends the embedded server, and the statement is named", async () => {
    const target = join(folder, "written");
    const sql = `CREATE TABLE a (id int);\nDO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch ${target}'''; END $$;\n`;
    await expect(load(sql)).rejects.toMatchObject({
      name: "PgassayError",
      what: expect.stringMatching(/while running DO at .*schema\.sql:2$/),
    });
    expect(existsSync(target)).toBe(false);
  });

  test("47. an event trigger that refuses what comes after it costs that, and is named", async () => {
    const snapshot = await load(`CREATE TABLE a (id int);
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no more''; END';
CREATE EVENT TRIGGER refuse ON ddl_command_start EXECUTE FUNCTION refuse();
CREATE TABLE c (id int);
`);
    expect(tables(snapshot)).toContain("a");
    expect(tables(snapshot).includes("c") || losses(snapshot).some((loss) => loss.includes("CREATE TABLE c"))).toBe(true);
  });
});
