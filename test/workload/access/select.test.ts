import { describe, expect, test } from "vitest";
import { accessesOf, statementOf } from "./statements.ts";

describe("conditions", () => {
  test.each([
    ["id = $1", { equality: ["id"] }],
    ["$1 = id", { equality: ["id"] }],
    ["id IN ($1, $2)", { equality: ["id"] }],
    ["id = ANY ($1)", { equality: ["id"] }],
    ["id IS NOT DISTINCT FROM $1", { equality: ["id"] }],
    ["id = $1 OR id = $2", { equality: ["id"] }],
    ["(id, customer_id) = ($1, $2)", { equality: ["id", "customer_id"] }],
    ["(id, customer_id) IN (($1, $2), ($3, $4))", { equality: ["id", "customer_id"] }],
    ["id > $1 AND $2 >= total", { range: ["id", "total"] }],
    ["total BETWEEN $1 AND $2", { range: ["total"] }],
    ["(placed_at, id) < ($1, $2)", { range: ["placed_at", "id"] }],
    ["deleted_at IS NULL", { constant: [{ column: "deleted_at", predicate: "deleted_at IS NULL" }] }],
    ["deleted_at IS NOT NULL", { constant: [{ column: "deleted_at", predicate: "deleted_at IS NOT NULL" }] }],
    ["open", { constant: [{ column: "open", predicate: "open" }] }],
    ["NOT open", { constant: [{ column: "open", predicate: "NOT open" }] }],
    ["open = false", { constant: [{ column: "open", predicate: "NOT open" }] }],
    ["open IS FALSE", { constant: [{ column: "open", predicate: "open IS FALSE" }] }],
    ["note LIKE $1", { pattern: [{ column: "note", operator: "~~" }] }],
    ["note ~* $1", { pattern: [{ column: "note", operator: "~*" }] }],
    ["placed_at >= CURRENT_DATE - $1", { range: ["placed_at"], dates: ["placed_at"] }],
    ["placed_at = $1::date", { equality: ["placed_at"], dates: ["placed_at"] }],
  ])("%s", (condition, expected) => {
    const { table, alias, read, ...rest } = accessesOf(`SELECT FROM orders WHERE ${condition}`)[0] as Record<string, unknown>;
    expect([table, alias]).toEqual(["public.orders", "orders"]);
    expect(rest).toEqual(expected);
  });

  test.each([
    "id <> $1",
    "id NOT IN ($1)",
    "id = $1 OR total = $2",
    "NOT (id = $1)",
    "note !~ $1",
    "id = customer_id",
    "id IS DISTINCT FROM $1",
  ])("%s helps no index", (condition) => {
    const { table, alias, read, ...rest } = accessesOf(`SELECT FROM orders WHERE ${condition}`)[0] as Record<string, unknown>;
    expect(rest).toEqual({});
    expect(read).not.toEqual([]);
  });

  test.each([
    ["lower(note) = $1", "lower(note)", "equality"],
    ["date(placed_at) BETWEEN $1 AND $2", "date(placed_at)", "range"],
    ["placed_at::date = $1", "placed_at::date", "equality"],
    ["date_trunc($1, placed_at) >= $2", "date_trunc($1, placed_at)", "range"],
    ["EXTRACT(year FROM placed_at) = $1", "EXTRACT(year FROM placed_at)", "equality"],
    ["(placed_at AT TIME ZONE $1)::date = $2", "(placed_at AT TIME ZONE $1)::date", "equality"],
    ["COALESCE(total, $1) > $2", "COALESCE(total, $1)", "range"],
    ["total * $1 > $2", "(total * $1)", "range"],
    ['note COLLATE "C" = $1', '(note COLLATE "C")', "equality"],
  ])("%s is over an expression", (condition, expression, used) => {
    expect(accessesOf(`SELECT FROM orders WHERE ${condition}`)[0]).toMatchObject({ applied: [{ expression, used }] });
  });

  test.each([
    ["payload @> $1", "@>", "payload", null],
    ["payload ? $1", "?", "payload", null],
    ["payload ->> $1 = $2", "->>", "(payload ->> $1)", null],
    ["payload -> 'a' ->> 'b' = $1", "->>", "((payload -> 'a') ->> 'b')", "a.b"],
    ["payload['a'] = $1", "->", "(payload -> 'a')", "a"],
    ["(payload ->> 'n')::int > $1", "->>", "(payload ->> 'n')::int4", "n"],
  ])("%s looks into a document", (condition, operator, expression, key) => {
    expect(accessesOf(`SELECT FROM orders WHERE ${condition}`)[0]).toMatchObject({ json: [{ column: "payload", operator, expression }] });
    expect(statementOf(`SELECT FROM orders WHERE ${condition}`).accesses[0]?.json[0]?.key).toBe(key);
  });

  test("a cast that changes nothing is the column itself", () => {
    expect(accessesOf("SELECT FROM orders WHERE note::text = $1")[0]).toMatchObject({ equality: ["note"] });
  });
});

describe("orders and groups", () => {
  test("directions, NULLs, positions and output names", () => {
    const [access] = accessesOf("SELECT id AS number, placed_at FROM orders ORDER BY 2 DESC NULLS LAST, number, total DESC LIMIT $1");
    expect(access).toMatchObject({
      limited: true,
      order: [
        { column: "placed_at", descending: true, nullsFirst: false },
        { column: "id", descending: false, nullsFirst: false },
        { column: "total", descending: true, nullsFirst: true },
      ],
    });
  });

  test("an order goes as far as one table gives it", () => {
    const [orders, customers] = accessesOf("SELECT FROM orders o, customers c ORDER BY o.id, c.name, o.total");
    expect(orders).toMatchObject({ order: [{ column: "id" }] });
    expect(customers).not.toHaveProperty("order");
    expect(accessesOf("SELECT FROM orders ORDER BY lower(note), id")[0]).not.toHaveProperty("order");
  });

  test("GROUP BY takes an input column first, and sets are looked through", () => {
    expect(accessesOf("SELECT note AS id FROM orders GROUP BY id, 1, ROLLUP (total)")[0]).toMatchObject({ group: ["id", "note", "total"] });
    expect(accessesOf("SELECT date(placed_at) AS d FROM orders GROUP BY d")[0]).toMatchObject({
      applied: [
        { expression: "date(placed_at)", used: "group" },
        { expression: "date(placed_at)", used: "output" },
      ],
    });
    expect(accessesOf("SELECT DISTINCT ON (customer_id) id FROM orders")[0]).toMatchObject({ group: ["customer_id"] });
    expect(accessesOf("SELECT DISTINCT id FROM orders")[0]).not.toHaveProperty("group");
  });

  test("limits, offsets and single rows", () => {
    expect(statementOf("SELECT id FROM orders LIMIT ALL OFFSET $1")).toMatchObject({ limited: false, offset: true, oneRow: false });
    expect(statementOf("SELECT id FROM orders FETCH FIRST 3 ROWS ONLY")).toMatchObject({ limited: true, offset: false });
    expect(statementOf("SELECT count(*) FROM orders")).toMatchObject({ oneRow: true });
    expect(statementOf("SELECT customer_id, count(*) FROM orders GROUP BY 1")).toMatchObject({ oneRow: false });
    expect(statementOf("SELECT count(*) OVER () FROM orders")).toMatchObject({ oneRow: false });
  });

  test("aggregates and windows, with the values that flow into them", () => {
    const [access] = accessesOf(
      "SELECT sum(CASE WHEN open THEN total ELSE 0 END), avg(total) OVER w, sum(total) OVER (w ROWS BETWEEN 3 PRECEDING AND CURRENT ROW), sum(total) OVER () FROM orders WINDOW w AS (PARTITION BY customer_id ORDER BY placed_at)",
    );
    expect(access).toMatchObject({
      aggregated: [
        { column: "total", name: "sum", over: null },
        { column: "total", name: "avg", over: { partition: ["customer_id"], order: ["placed_at"], frame: "running" } },
        { column: "total", name: "sum", over: { partition: ["customer_id"], order: ["placed_at"], frame: "bounded" } },
        { column: "total", name: "sum", over: { partition: [], order: [], frame: "whole" } },
      ],
    });
  });
});

describe("joins", () => {
  const both = [
    { table: "public.orders", join: [{ column: "customer_id", other: "id" }] },
    { table: "public.customers", join: [{ column: "id", other: "customer_id" }] },
  ];

  test.each([
    "SELECT FROM orders o JOIN customers c ON c.id = o.customer_id",
    "SELECT FROM orders o, customers c WHERE o.customer_id = c.id",
    "SELECT FROM orders o WHERE EXISTS (SELECT FROM customers c WHERE c.id = o.customer_id)",
    "SELECT FROM orders WHERE customer_id IN (SELECT id FROM customers)",
    "SELECT FROM orders o, LATERAL (SELECT name FROM customers c WHERE c.id = o.customer_id LIMIT 1) AS x",
    "WITH c AS (SELECT id AS k FROM customers) SELECT FROM orders JOIN c ON c.k = customer_id",
    "SELECT FROM (SELECT customer_id AS k FROM orders) AS o JOIN customers AS c(k) USING (k)",
    "SELECT FROM (SELECT customer_id AS k FROM orders) AS o NATURAL JOIN (SELECT id AS k FROM customers) AS c",
    "SELECT (SELECT name FROM customers WHERE id = o.customer_id) FROM orders o",
  ])("%s", (sql) => {
    const found = accessesOf(sql).toSorted((a, b) => (String(a.table) < String(b.table) ? 1 : -1));
    expect(found).toMatchObject(both);
    expect(statementOf(sql).resolved).toBe(true);
  });

  test("a join has the names of its alias only", () => {
    expect(accessesOf("SELECT j.name FROM (orders o JOIN customers c ON c.id = o.customer_id) AS j WHERE j.total > $1")).toMatchObject([
      { range: ["total"] },
      { output: ["name"] },
    ]);
    expect(statementOf("SELECT o.id FROM (orders o JOIN customers c ON c.id = o.customer_id) AS j").resolved).toBe(false);
  });

  test("a join with an expression is one that an index of the other side can serve", () => {
    expect(accessesOf("SELECT FROM orders o JOIN customers c ON c.id = o.customer_id + 1")).toMatchObject([
      { applied: [{ expression: "(customer_id + 1)", used: "join" }] },
      { equality: ["id"] },
    ]);
  });
});

describe("what is read", () => {
  test("columns are followed through subqueries, and only those that somebody asks for", () => {
    expect(accessesOf("SELECT number FROM (SELECT id AS number, total FROM orders) AS x WHERE number > $1")).toEqual([
      { table: "public.orders", alias: "orders", range: ["id"], output: ["id"], read: ["id"] },
    ]);
  });

  test("a star reads all, a whole row too, and a count none", () => {
    expect(accessesOf("SELECT * FROM customers")[0]).toMatchObject({ output: "all", read: ["id", "name", "email"] });
    expect(accessesOf("SELECT row_to_json(c) FROM customers c")[0]).toMatchObject({ output: "all" });
    expect(accessesOf("SELECT count(*) FROM customers")[0]).toEqual({ table: "public.customers", alias: "customers" });
    expect(accessesOf("SELECT FROM orders WHERE EXISTS (SELECT * FROM customers)")[1]).toEqual({
      table: "public.customers",
      alias: "customers",
    });
  });

  test("both arms of a set operation", () => {
    const sql = "SELECT k FROM (SELECT id AS k FROM orders UNION ALL SELECT id FROM customers) AS u WHERE k = $1 ORDER BY k";
    expect(accessesOf(sql)).toMatchObject([{ equality: ["id"] }, { equality: ["id"] }]);
  });

  test("a query that refers to itself", () => {
    const sql =
      "WITH RECURSIVE r(n) AS (SELECT id FROM orders WHERE id = $1 UNION ALL SELECT o.customer_id FROM orders o JOIN r ON r.n = o.id) SELECT n FROM r";
    expect(accessesOf(sql)).toMatchObject([{ equality: ["id"] }, { alias: "o", join: [{ column: "id", other: "id" }] }]);
  });
});
