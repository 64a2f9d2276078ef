import { expect, test } from "vitest";
import { accessesOf, statementOf } from "./statements.ts";

test("INSERT writes the columns that it lists, or the first ones", () => {
  expect(accessesOf("INSERT INTO customers (id, name) VALUES ($1, $2)")).toEqual([
    { table: "public.customers", alias: "customers", writes: "insert", written: ["id", "name"] },
  ]);
  expect(accessesOf("INSERT INTO customers VALUES ($1, $2)")[0]).toMatchObject({ written: ["id", "name"] });
  expect(accessesOf("INSERT INTO customers DEFAULT VALUES")[0]).toEqual({
    table: "public.customers",
    alias: "customers",
    writes: "insert",
  });
});

test("INSERT … SELECT reads one table and writes the other", () => {
  expect(accessesOf("INSERT INTO customers (id, name) SELECT id, note FROM orders WHERE id > $1")).toMatchObject([
    { table: "public.orders", range: ["id"], read: ["id", "note"] },
    { table: "public.customers", writes: "insert", written: ["id", "name"] },
  ]);
});

test("ON CONFLICT names columns, a constraint, an expression or nothing", () => {
  const insert = "INSERT INTO orders AS o (id, note) VALUES ($1, $2)";
  const upsert = accessesOf(
    `${insert} ON CONFLICT (id) DO UPDATE SET note = excluded.note, total = o.total + 1 WHERE o.open RETURNING *`,
  )[0];
  expect(upsert).toMatchObject({ conflict: ["id"], written: ["id", "note", "total"], output: "all" });
  expect(accessesOf(`${insert} ON CONFLICT ON CONSTRAINT orders_pkey DO NOTHING`)[0]).toMatchObject({ conflict: ["id"] });
  expect(accessesOf(`${insert} ON CONFLICT DO NOTHING`)[0]).toMatchObject({ conflict: [] });
  expect(accessesOf(`${insert} ON CONFLICT (lower(note)) DO NOTHING`)[0]).toMatchObject({
    conflict: [],
    applied: [{ expression: "lower(note)", used: "conflict" }],
  });
  expect(accessesOf(insert)[0]).not.toHaveProperty("conflict");
});

test("UPDATE … FROM joins, and returns old and new values", () => {
  const sql =
    "UPDATE orders o SET note = c.name, (total, open) = (SELECT 1, true) FROM customers c WHERE c.id = o.customer_id RETURNING old.total";
  expect(accessesOf(sql)).toMatchObject([
    { writes: "update", written: ["note", "total", "open"], join: [{ column: "customer_id", other: "id" }], output: ["total"] },
    { table: "public.customers", join: [{ column: "id", other: "customer_id" }], read: ["name", "id"] },
  ]);
  expect(statementOf(sql)).toMatchObject({ command: "update", resolved: true });
});

test("DELETE … USING", () => {
  expect(accessesOf("DELETE FROM orders USING customers c WHERE c.id = customer_id AND placed_at < $1")).toMatchObject([
    { writes: "delete", range: ["placed_at"], join: [{ column: "customer_id", other: "id" }] },
    { alias: "c" },
  ]);
});

test("MERGE", () => {
  const sql =
    "MERGE INTO customers AS c USING orders AS o ON c.id = o.customer_id WHEN MATCHED AND o.open THEN UPDATE SET name = o.note WHEN NOT MATCHED THEN INSERT (id, email) VALUES (o.customer_id, $1) RETURNING merge_action(), c.name";
  expect(accessesOf(sql)).toMatchObject([
    { writes: "merge", written: ["name", "id", "email"], join: [{ column: "id", other: "customer_id" }], output: ["name"] },
    { alias: "o", read: ["customer_id", "open", "note"] },
  ]);
  expect(statementOf(sql)).toMatchObject({ command: "merge", resolved: true });
});

test("a query that writes and is read", () => {
  const sql =
    "WITH gone AS (DELETE FROM orders WHERE id = $1 RETURNING customer_id) SELECT c.name FROM gone JOIN customers c ON c.id = gone.customer_id";
  expect(accessesOf(sql)).toMatchObject([
    { writes: "delete", equality: ["id"], join: [{ column: "customer_id", other: "id" }] },
    { output: ["name"] },
  ]);
});

test("COPY reads, writes, or is a dump's", () => {
  expect(accessesOf("COPY customers (id) FROM stdin")[0]).toMatchObject({ writes: "insert", written: ["id"] });
  expect(accessesOf("COPY customers TO stdout")[0]).toMatchObject({ output: "all" });
  expect(accessesOf("COPY (SELECT name FROM customers) TO stdout")[0]).toMatchObject({ output: ["name"] });
  expect(statementOf("COPY nowhere FROM stdin").resolved).toBe(false);
  expect(accessesOf("DECLARE c CURSOR FOR SELECT name FROM customers")[0]).toMatchObject({ output: ["name"] });
  expect(accessesOf("DECLARE _pg_dump_cursor CURSOR FOR SELECT name FROM ONLY public.customers")).toEqual([]);
  expect(accessesOf("CREATE TABLE copy AS SELECT name FROM customers")[0]).toMatchObject({ output: ["name"] });
});

test("statements that were sent together are one", () => {
  expect(statementOf("UPDATE orders SET open = $1; SELECT name FROM customers")).toMatchObject({ command: "update", oneRow: false });
  expect(accessesOf("UPDATE orders SET open = $1; SELECT name FROM customers")).toHaveLength(2);
});
