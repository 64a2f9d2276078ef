import { describe, expect, test } from "vitest";
import { accessesOf, catalog, statementOf, workloadOf } from "./statements.ts";

describe("names", () => {
  test("a view is read as what it stands for, with names of its own", () => {
    expect(accessesOf("SELECT placed FROM open_orders WHERE number = $1")).toEqual([
      {
        table: "public.orders",
        alias: "orders",
        equality: ["id"],
        constant: [{ column: "deleted_at", predicate: "deleted_at IS NULL" }],
        applied: [{ column: "placed_at", expression: "date(placed_at)", used: "output" }],
        output: ["placed_at"],
        read: ["deleted_at", "id", "placed_at"],
      },
    ]);
  });

  test("a view upon a view", () => {
    expect(accessesOf("SELECT b.name FROM buyers AS b WHERE b.number = $1")).toMatchObject([
      { table: "public.orders", equality: ["id"], join: [{ column: "customer_id", other: "id" }] },
      { table: "public.customers", output: ["name"] },
    ]);
  });

  test("a materialized view is read where it is stored", () => {
    expect(statementOf("SELECT total FROM sums")).toMatchObject({ resolved: true, accesses: [] });
  });

  test("a partition speaks through its parent", () => {
    expect(accessesOf("SELECT id FROM events_2026 WHERE at > $1")).toMatchObject([
      { table: "public.events", alias: "events_2026", range: ["at"], output: ["id"] },
    ]);
  });

  test("public comes first, then the only schema that has the name", () => {
    expect(accessesOf("SELECT id FROM orders")[0]?.table).toBe("public.orders");
    expect(accessesOf("SELECT id FROM shop.orders WHERE shop.orders.id = $1")[0]).toMatchObject({ table: "shop.orders", equality: ["id"] });
    expect(accessesOf("SELECT id FROM invoices")[0]?.table).toBe("billing.invoices");
    expect(statementOf("SELECT id FROM carts").resolved).toBe(false);
  });

  test("the search_path of the server decides where it is known", () => {
    const settings = { search_path: '"$user", "shop", public' };
    expect(accessesOf("SELECT id FROM orders", settings)[0]?.table).toBe("shop.orders");
    expect(accessesOf("SELECT id FROM carts", settings)[0]?.table).toBe("shop.carts");
  });

  test("names that need quotes", () => {
    expect(accessesOf('SELECT "select" FROM "odd ""name""" WHERE "a\nb" = $1 AND upper("select"::text) = $2')[0]).toMatchObject({
      table: 'public.odd "name"',
      equality: ["a\nb"],
      applied: [{ column: "select", expression: 'upper("select"::text)', used: "equality" }],
    });
  });

  test.each([
    "SELECT id FROM nowhere",
    "SELECT nothing FROM orders",
    "SELECT x.id FROM orders",
    "SELECT id FROM nowhere.orders",
    "SELECT a FROM broken",
    "INSERT INTO orders (nothing) VALUES ($1)",
    "INSERT INTO open_orders (number) VALUES ($1)",
    "UPDATE nowhere SET a = $1",
    "INSERT INTO orders (id) VALUES ($1) ON CONFLICT (nothing) DO NOTHING",
    "SELECT FROM orders JOIN customers USING (total)",
    "DO $$ BEGIN END $$",
    "SELEC id FROM orders",
    "<unparsable>",
  ])("%s is not resolved", (sql) => {
    expect(statementOf(sql).resolved).toBe(false);
  });

  test.each([
    "BEGIN",
    "COMMIT",
    "SET search_path = public",
    "SELECT 1",
    "SELECT relname FROM pg_class WHERE oid = $1",
    "SELECT table_name FROM information_schema.tables",
    "SELECT pg_catalog.set_config($1, $2, $3)",
    "SELECT id FROM generate_series(1, 3) AS g(id)",
    "SELECT now(), CURRENT_DATE",
    "VALUES (1), (2)",
    "EXPLAIN SELECT id FROM orders",
    "VACUUM orders",
    "CREATE TABLE x (a int)",
    "COPY public.customers (id, name, email) TO stdout",
    "",
  ])("%s touches no table, and is resolved", (sql) => {
    expect(statementOf(sql)).toMatchObject({ resolved: true, accesses: [] });
  });

  test("system columns, and columns of functions", () => {
    expect(statementOf("SELECT ctid, o.xmin FROM orders o").resolved).toBe(true);
    expect(statementOf("SELECT e.value, key FROM orders, jsonb_each(payload) AS e").resolved).toBe(true);
    expect(statementOf("SELECT e FROM orders, unnest($1) WITH ORDINALITY AS e(a, b) WHERE id = e.a").resolved).toBe(true);
  });

  test("what is asked of PostgreSQL's own relations is another command", () => {
    expect(statementOf("SELECT relname FROM pg_class").command).toBe("other");
    expect(statementOf("SELECT id FROM orders").command).toBe("select");
  });
});

test("a workload counts what resolved and what did not, and finds statements by table", () => {
  const workload = workloadOf(["SELECT id FROM orders", "SELECT id FROM nowhere", "SELECT FROM orders, customers", "COMMIT"]);
  expect(workload.coverage).toMatchObject({ resolved: { calls: 6, ms: 30 }, unresolved: { calls: 2, ms: 10 } });
  expect(workload.totalMs).toBe(40);
  const orders = catalog.tables.find(({ path }) => path.join(".") === "public.orders");
  expect(workload.touching(orders as NonNullable<typeof orders>).map(({ fingerprint }) => fingerprint)).toEqual(["f0", "f2"]);
  expect(workload.statement("f1")?.sql).toBe("SELECT id FROM nowhere");
  expect(workload.statement("none")).toBeUndefined();
});
