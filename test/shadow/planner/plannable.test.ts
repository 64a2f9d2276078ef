import { expect, test } from "vitest";
import { plannable } from "../../../src/shadow/planner/plannable.ts";

test("LIMIT gets the rows that are known, OFFSET stays unknown", () => {
  expect(plannable("SELECT * FROM t LIMIT $1 OFFSET $2", 20)).toEqual(["SELECT * FROM t LIMIT 20 OFFSET $2"]);
  expect(plannable("SELECT * FROM t FETCH FIRST $1 ROWS ONLY", 5)).toEqual(["SELECT * FROM t FETCH FIRST 5 ROWS ONLY"]);
});

test("constants that the grammar asked for become placeholders with a cast", () => {
  const [sql] = plannable(
    "SELECT * FROM t WHERE d > now() - interval '' AND n = 0 AND v::numeric(0, 0) > 0 AND z < timestamp with time zone ''",
    1,
  );
  expect(sql).toBe("SELECT * FROM t WHERE d > now() - $1::interval AND n = $2 AND v::numeric > $3 AND z < $4::timestamp with time zone");
  expect(plannable("SELECT interval '' day, x::varchar(0)", 1)).toEqual(["SELECT $1::interval, x::varchar"]);
});

test("where placeholders stand, a quoted name or an empty string is left alone", () => {
  expect(plannable(`SELECT "date '' 0", '' FROM t WHERE a = $1`, 1)).toEqual([`SELECT "date '' 0", '' FROM t WHERE a = $1`]);
});

test("what is grouped by is written like what is selected", () => {
  const [sql] = plannable("SELECT to_char(d, $1), sum(x) FROM t WHERE y = $2 GROUP BY to_char(d, $3), z ORDER BY to_char( d, $4)", 1);
  expect(sql).toBe("SELECT to_char(d, $3), sum(x) FROM t WHERE y = $2 GROUP BY to_char(d, $3), z ORDER BY to_char( d, $3)");
});

test("a pattern is planned as it is, and as the range that it is when it begins with a text", () => {
  const prefixed = (sql: string) => plannable(sql, 1, ["~>=~", "~<~"])[1];
  expect(plannable("SELECT 1 FROM t WHERE a LIKE $1", 1)).toEqual(["SELECT 1 FROM t WHERE a LIKE $1"]);
  expect(prefixed("SELECT 1 FROM t WHERE a LIKE $1 AND b = $2")).toBe("SELECT 1 FROM t WHERE (a ~>=~ $1 AND a ~<~ $1) AND b = $2");
  expect(prefixed('SELECT 1 FROM t WHERE (t."a b"::text like $1::text)')).toBe(
    'SELECT 1 FROM t WHERE ((t."a b"::text ~>=~ $1::text AND t."a b"::text ~<~ $1::text))',
  );
  expect(prefixed("SELECT 1 FROM t WHERE lower(trim(a)) LIKE $1")).toBe(
    "SELECT 1 FROM t WHERE (lower(trim(a)) ~>=~ $1 AND lower(trim(a)) ~<~ $1)",
  );
});

test.each(["a NOT LIKE $1", "a LIKE $1 || $2", "a LIKE $1 ESCAPE $2", "a LIKE b AND c = $1", "a LIKE ANY ($1)", "a ILIKE $1"])(
  "no text that it begins with, or none that is known: %s",
  (condition) => {
    const sql = `SELECT 1 FROM t WHERE ${condition}`;
    expect(plannable(sql, 1, ["~>=~", "~<~"])).toEqual([sql]);
  },
);

test("a range with two ends is planned narrow and wide", () => {
  expect(plannable("SELECT 1 FROM t WHERE t.a = $1 AND t.d >= $2 AND t.d < $3::date", 1)).toEqual([
    "SELECT 1 FROM t WHERE t.a = $1 AND t.d >= $2 AND t.d < $3::date",
    "SELECT 1 FROM t WHERE t.a = $1 AND t.d >= $2 AND (t.d < $3::date) IS NOT FALSE",
  ]);
  expect(plannable('SELECT 1 FROM t WHERE "D d" BETWEEN $1 AND $2 AND b = $3', 1)[1]).toBe(
    'SELECT 1 FROM t WHERE "D d" >= $1 AND ("D d" <= $2) IS NOT FALSE AND b = $3',
  );
});

test.each([
  "SELECT 1 FROM t WHERE d < $1",
  "SELECT 1 FROM t WHERE d > $1 AND e < $2",
  "SELECT 1 FROM t WHERE d NOT BETWEEN $1 AND $2",
  "SELECT 1 FROM t WHERE d > $1 AND d < e",
])("one end, or none of a column's own: %s", (sql) => {
  expect(plannable(sql, 1)).toEqual([sql]);
});
