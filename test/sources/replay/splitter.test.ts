import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { split } from "../../../src/sources/replay/splitter.ts";

function statements(text: string): string[] {
  const bytes = Buffer.from(text);
  return [...split(bytes)].filter((it) => it.is === "sql").map((it) => bytes.toString("utf8", it.start, it.stop).trim());
}

function kinds(text: string): string[] {
  return [...split(Buffer.from(text))].map((it) => it.is);
}

const fragment = fc.oneof(
  fc.constantFrom(";", "'", '"', "$$", "$tag$", "--", "\n", "/*", "*/", "\\.", "\\copy x", "(", ")", "E'", "\\'", "begin", "end", "case"),
  fc.constantFrom("create function f() ", "COPY t FROM stdin", "select 1", "begin atomic", "é", "\u{1F600}", " ", "\r\n", "#", "$1", "a$b"),
  fc.string({ unit: "binary", maxLength: 6 }),
);

test("pieces are the text, byte for byte, whatever it is", () => {
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 40 }), (parts) => {
      const bytes = Buffer.from(parts.join(""));
      let at = 0;
      for (const piece of split(bytes)) {
        expect(piece.from).toBe(at);
        expect(piece.end).toBeGreaterThan(piece.from);
        expect(piece.start).toBeGreaterThanOrEqual(piece.from);
        expect(piece.stop).toBeLessThanOrEqual(piece.end);
        at = piece.end;
      }
      expect(at).toBe(bytes.length);
    }),
    { numRuns: 2_000 },
  );
});

test("statements made of whole tokens come back as they were", () => {
  const token = fc.constantFrom(
    "select",
    "'a;b'",
    "'it''s; $$'",
    '"x;y"',
    "$$ ; ' $$",
    "$q$ $$ ; $q$",
    "/* ; ' */",
    "(1; 2)",
    "E'\\';'",
    "1.5",
    "é",
  );
  const statement = fc.array(token, { minLength: 1, maxLength: 6 }).map((tokens) => `select ${tokens.join(" ")}`);
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 8 }), (list) => {
      expect(statements(`${list.join(";\n")};`)).toEqual(list);
    }),
  );
});

describe("what does not end a statement", () => {
  test.each([
    ["quotes", "select 'a;b', \"c;d\""],
    ["an escape string", "select E'\\';', 'x'"],
    ["a doubled quote", "select 'a'';b'"],
    ["dollar quotes, one in the other", "do $a$ begin perform $b$ ; $b$; end $a$"],
    ["a parameter, which is no dollar quote", "prepare p as select $1 || $2"],
    ["a dollar within a name", "select a$b$c"],
    ["nested comments", "select 1 /* ; /* ; */ ; */ + 1"],
    ["a line comment", "select 1 -- ; '\n + 1"],
    [
      "the body of a BEGIN ATOMIC function",
      "create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end",
    ],
    ["a rule with several commands", "create rule r as on insert to t do also (insert into a values (1); insert into b values (2))"],
  ])("%s", (_, sql) => {
    expect(statements(`${sql}; select 2;`)).toEqual([sql, "select 2"]);
  });
});

test("a plain string ends at its quote unless the script turned that off", () => {
  expect(statements("select '\\'; select 2")).toEqual(["select '\\'", "select 2"]);
  expect(statements("set standard_conforming_strings = off; select '\\'; select 2'; select 3")).toEqual([
    "set standard_conforming_strings = off",
    "select '\\'; select 2'",
    "select 3",
  ]);
});

test("rows of COPY are one piece, to the line that ends them", () => {
  const text = "COPY t (a) FROM stdin;\nit's\t$$ ; --\n\\.x\n\\.\nselect 1;\ncopy u from stdin;\n\\.\nselect 2;";
  expect(kinds(text)).toEqual(["sql", "data", "sql", "sql", "data", "sql"]);
  expect(statements(text)).toEqual(["COPY t (a) FROM stdin", "select 1", "copy u from stdin", "select 2"]);
});

test("rows that never end say so", () => {
  const last = [...split(Buffer.from("copy t from stdin;\n1\n2\n"))].at(-1);
  expect(last).toMatchObject({ is: "data", unterminated: "copy data" });
});

test("psql commands end with their line, and send what stands before them", () => {
  expect(kinds("\\connect x\nselect 1 \\gset\nselect 2;\n")).toEqual(["meta", "sql", "meta", "sql", "blank"]);
});

test.each([
  ["string", "select 'x; select 2;"],
  ["identifier", 'select "x; select 2;'],
  ["dollar quote", "do $$ begin; end;"],
  ["comment", "select 1 /* ; "],
  ["parenthesis", "create table t (a int; select 2;"],
])("an open %s is named", (what, sql) => {
  expect([...split(Buffer.from(sql))].at(-1)).toMatchObject({ is: "sql", unterminated: what });
});

test("a hundred thousand statements take linear time", () => {
  const text = Buffer.from("insert into t values ('a', 'b', 'c');\n".repeat(100_000));
  let count = 0;
  for (const piece of split(text)) if (piece.is === "sql") count += 1;
  expect(count).toBe(100_000);
});
