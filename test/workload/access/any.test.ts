import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { ParseResult } from "libpg-query";
import { parseSync } from "libpg-query";
import { describe, expect, test } from "vitest";
import { link } from "../../../src/model/link.ts";
import type { Access, Statement } from "../../../src/model/workload.ts";
import { Names } from "../../../src/workload/access/names.ts";
import { understand } from "../../../src/workload/access/statement.ts";
import { column, schema, table, typeRef } from "../../catalog-data.ts";
import { statementOf, workloadOf } from "./statements.ts";

/** Whatever was understood, it is about columns of the tables that it names. */
function expectSound({ accesses }: Pick<Statement, "accesses">): void {
  for (const access of accesses) {
    for (const name of columnsIn(access)) expect(access.table.columns).toContain(name);
    for (const item of [...access.equality, ...access.range]) expect(access.read).toContain(item);
  }
}

function columnsIn({
  equality,
  range,
  group,
  dates,
  read,
  written,
  join: joined,
  order,
  constant,
  applied,
  json,
  array,
  pattern,
  output,
}: Access) {
  const named = [joined, order, constant, applied, json, array, pattern].flatMap((list) => list.map((item) => item.column));
  return [...equality, ...range, ...group, ...dates, ...read, ...written, ...named, ...(output === "all" ? [] : output)];
}

describe("any statement", () => {
  const folder = join(import.meta.dirname, "../../../fixtures/rules");
  test("those of the fixtures", () => {
    const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const asked = texts.flatMap((text) =>
      [...text.matchAll(/^-- workload: [\w.-]+ calls=[^:]*: (.+)$/gm)].map((match) => match[1] as string),
    );
    const schemas = texts.flatMap((text) => text.split(/;\n/).map((sql) => sql.replace(/^--.*$/gm, "").trim()));
    expect(asked.length).toBeGreaterThan(100);
    for (const statement of workloadOf([...asked, ...schemas]).statements) expectSound(statement);
  });

  const name = fc.constantFrom("orders", "customers", "open_orders", "buyers", "events", "nowhere", "x", "pg_class", "sums");
  const item = fc.constantFrom(
    "id",
    "customer_id",
    "placed_at",
    "payload",
    "note",
    "open",
    "total",
    "number",
    "o.id",
    "x.*",
    "*",
    "nothing",
    "orders",
  );
  const { expression, query } = fc.letrec<{ expression: string; query: string; from: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      item.filter((one) => !one.includes("*")),
      fc.constantFrom("$1", "1", "'a'", "NULL", "CURRENT_DATE", "now()", "true"),
      fc
        .tuple(
          tie("expression"),
          fc.constantFrom("=", "<", "AND", "OR", "@>", "->>", "+", "LIKE", "IS DISTINCT FROM", "||"),
          tie("expression"),
        )
        .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
      fc.tuple(fc.constantFrom("lower", "date", "sum", "count", "coalesce", "row"), tie("expression")).map(([f, a]) => `${f}(${a})`),
      fc
        .tuple(tie("expression"), fc.constantFrom("::date", "::text[]", " IS NULL", " IS TRUE", " IN ($1, $2)", " BETWEEN $1 AND $2"))
        .map(([a, b]) => `(${a}${b})`),
      fc.tuple(fc.constantFrom("", "EXISTS ", "ARRAY", "id IN "), tie("query")).map(([how, q]) => `(${how}(${q}))`),
      tie("expression").map((a) => `(NOT ${a})`),
      tie("expression").map((a) => `(CASE WHEN ${a} THEN id ELSE ${a} END)`),
      tie("expression").map((a) => `(sum(total) OVER (PARTITION BY ${a} ORDER BY ${a}))`),
    ),
    from: fc.oneof(
      { maxDepth: 3 },
      name,
      name.map((n) => `${n} AS o`),
      tie("query").map((q) => `(${q}) AS x`),
      tie("query").map((q) => `LATERAL (${q}) AS x(a, b)`),
      fc.tuple(tie("from"), fc.constantFrom("NATURAL JOIN", "CROSS JOIN"), tie("from")).map(([a, how, b]) => `(${a} ${how} ${b})`),
      fc.tuple(tie("from"), tie("from"), tie("expression")).map(([a, b, on]) => `(${a} LEFT JOIN ${b} ON ${on})`),
      fc.tuple(tie("from"), tie("from")).map(([a, b]) => `(${a} FULL JOIN ${b} USING (id)) AS j`),
      tie("expression").map((a) => `unnest(${a}) WITH ORDINALITY AS x(a, b)`),
    ),
    query: fc.oneof(
      { maxDepth: 3 },
      fc
        .tuple(
          fc.array(fc.oneof(item, tie("expression")), { maxLength: 3 }),
          tie("from"),
          tie("expression"),
          fc.constantFrom("", " ORDER BY 1", " GROUP BY 1, id", " LIMIT $1"),
        )
        .map(([items, from, where, end]) => `SELECT ${items.join(", ")} FROM ${from} WHERE ${where}${end}`),
      fc.tuple(tie("query"), fc.constantFrom("UNION", "EXCEPT ALL"), tie("query")).map(([a, how, b]) => `(${a}) ${how} (${b}) ORDER BY 1`),
      fc.tuple(name, tie("query"), tie("query")).map(([n, a, b]) => `WITH RECURSIVE ${n} AS (${a}) ${b}`),
      tie("query").map((q) => `INSERT INTO customers (id) ${q} ON CONFLICT (id) DO UPDATE SET name = excluded.name RETURNING *`),
      fc
        .tuple(tie("from"), tie("expression"))
        .map(([from, a]) => `UPDATE orders AS o SET total = ${a} FROM ${from} WHERE ${a} RETURNING old.id`),
    ),
  }));

  test("made up ones", () => {
    let parsed = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          query,
          expression.map((one) => `SELECT ${one} FROM orders AS o`),
        ),
        (sql) => {
          const statement = statementOf(sql);
          expectSound(statement);
          if (statement.accesses.length > 0) parsed += 1;
        },
      ),
      { numRuns: 400, seed: 1 },
    );
    expect(parsed).toBeGreaterThan(100);
  });
});

describe("bounds", () => {
  test("a statement that is too deep is not resolved", () => {
    const deep = (levels: number) => `SELECT ${"(".repeat(levels)}id${" + 1)".repeat(levels)} FROM orders`;
    expect(statementOf(deep(50)).resolved).toBe(true);
    expect(statementOf(deep(1000)).resolved).toBe(false);
    const nested = (levels: number) => `${"SELECT * FROM (".repeat(levels)}SELECT id FROM orders${") AS x".repeat(levels)}`;
    expect(statementOf(nested(50)).resolved).toBe(true);
    expect(statementOf(nested(800)).resolved).toBe(false);
  });

  test("views that double each other end", () => {
    const view = (at: number) => ({
      name: `v${at}`,
      comment: null,
      owner: "owner",
      origin: "user" as const,
      grants: [],
      materialized: false,
      columns: [{ name: "id", type: typeRef("int4"), comment: null }],
      definition: at === 0 ? "SELECT id FROM public.t" : `SELECT a.id FROM public.v${at - 1} a JOIN public.v${at - 1} b ON a.id = b.id`,
      reads: [],
      indexes: [],
      settings: {},
    });
    const views = Array.from({ length: 40 }, (_, at) => view(at));
    const doubled = link({ schemas: [schema("public", { tables: [table("t", [column("id", "int4")])], views })] });
    const names = new Names(doubled, {}, (sql) => (parseSync(sql) as ParseResult).stmts?.[0]?.stmt ?? null);
    expect(understand(parseSync("SELECT id FROM v39") as ParseResult, names).resolved).toBe(false);
    expect(understand(parseSync("SELECT id FROM v5") as ParseResult, names)).toMatchObject({ resolved: true });
  });

  test("a view that stands on itself ends", () => {
    const definition = "SELECT v.id FROM public.v";
    const view = {
      name: "v",
      comment: null,
      owner: "owner",
      origin: "user" as const,
      grants: [],
      materialized: false,
      columns: [],
      definition,
      reads: [],
      indexes: [],
      settings: {},
    };
    const names = new Names(
      link({ schemas: [schema("public", { views: [view] })] }),
      {},
      (sql) => (parseSync(sql) as ParseResult).stmts?.[0]?.stmt ?? null,
    );
    expect(understand(parseSync("SELECT id FROM v") as ParseResult, names).resolved).toBe(false);
  });
});
