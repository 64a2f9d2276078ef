import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PgassayError } from "../../../src/model/failure.ts";
import { find } from "../../../src/sources/files/found.ts";
import { matcher } from "../../../src/sources/files/glob.ts";
import { sqlText } from "../../../src/sources/files/sql-text.ts";

describe("text", () => {
  function refusal(content: Buffer): string {
    try {
      sqlText("x.sql", content);
    } catch (error) {
      expect(error).toBeInstanceOf(PgassayError);
      return `${(error as PgassayError).why} ${(error as PgassayError).next}`;
    }
    return "none";
  }

  test.each([
    ["a custom archive of pg_dump", Buffer.from("PGDMP\u0001\u0010"), "pg_restore -f schema.sql"],
    ["a tar archive of pg_dump", Buffer.concat([Buffer.from("toc.dat\0"), Buffer.alloc(600)]), "pg_restore -f schema.sql"],
    ["UTF-16, little end first", Buffer.from("\ufeffselect 1", "utf16le"), "UTF-16"],
    ["UTF-16, big end first", Buffer.from("\ufeffselect 1", "utf16le").swap16(), "UTF-16"],
    ["gzip", gzipSync("select 1"), "packed with gzip. Unpack it first, or read it from standard input: gunzip -c"],
    ["zip", Buffer.from("PK\u0003\u0004"), "unzip -p"],
    ["a NUL byte", Buffer.from("select 1;\0"), "offset 9"],
    [
      "a byte that is no UTF-8",
      Buffer.concat([Buffer.from("é日本語;"), Buffer.from([0xe9, 0x20]), Buffer.from("x".repeat(500))]),
      "offset 12",
    ],
    ["a character cut off at the end", Buffer.from("select é").subarray(0, 8), "offset 7"],
  ])("45. %s is refused", (_, content, why) => {
    expect(refusal(content)).toContain(why);
  });

  test("45. a byte order mark is not part of the text", () => {
    expect(sqlText("x.sql", Buffer.from("\ufeffselect 'é'\r\n")).bytes.toString()).toBe("select 'é'\r\n");
  });
});

describe("folders", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pgassay-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("51. links that lead back are entered once, hidden files and modules never", () => {
    mkdirSync(join(folder, "a", "b"), { recursive: true });
    mkdirSync(join(folder, "node_modules"));
    for (const name of ["a/b/1.sql", ".hidden.sql", "node_modules/2.sql"]) writeFileSync(join(folder, name), "");
    symlinkSync(folder, join(folder, "a", "b", "up"));
    symlinkSync(join(folder, "nowhere"), join(folder, "dangling.sql"));
    expect(find(folder, folder).files.map((it) => it.name)).toEqual(["a/b/1.sql"]);
  });

  test("globs", () => {
    mkdirSync(join(folder, "db", "x"), { recursive: true });
    for (const name of ["db/1.sql", "db/x/2.sql", "db/x/3.txt"]) writeFileSync(join(folder, name), "");
    expect(find("db/**/*.sql", folder).files.map((it) => it.name)).toEqual(["db/1.sql", "db/x/2.sql"]);
    expect(find(join(folder, "db/*.sql"), folder).files.map((it) => it.name)).toEqual(["db/1.sql"]);
    expect(() => find("db/*.none", folder)).toThrow(PgassayError);
    expect(() => find("db/none.sql", folder)).toThrow(PgassayError);
  });
});

test.each([
  ["*.sql", "a.sql", true],
  ["*.sql", "a/b.sql", false],
  ["**/*.sql", "a/b/c.sql", true],
  ["**/*.sql", "c.sql", true],
  ["[ab]?.sql", "a1.sql", true],
  ["[!ab]?.sql", "a1.sql", false],
  ["{up,down}.sql", "down.sql", true],
  ["a+(b).sql", "a+(b).sql", true],
])("%s and %s", (pattern, path, expected) => {
  expect(matcher(pattern)(path)).toBe(expected);
});
