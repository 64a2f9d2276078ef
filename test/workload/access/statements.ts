import { loadModule, parseSync } from "libpg-query";
import type { Catalog } from "../../../src/model/catalog.ts";
import type { Settings, ViewData } from "../../../src/model/data.ts";
import { link } from "../../../src/model/link.ts";
import type { Access, Statement, Workload } from "../../../src/model/workload.ts";
import { linkWorkload } from "../../../src/workload/link.ts";
import { column, constraint, index, schema, table, typeRef } from "../../catalog-data.ts";

await loadModule();

function view(name: string, columns: readonly string[], definition: string, materialized = false): ViewData {
  return {
    name,
    comment: null,
    owner: "owner",
    origin: "user",
    grants: [],
    materialized,
    columns: columns.map((of) => ({ name: of, type: typeRef("text"), comment: null })),
    definition,
    reads: [],
    indexes: [],
    settings: {},
  };
}

/** Several schemas, a view upon a view, a partitioned table and names that need quotes. */
export const catalog: Catalog = link({
  schemas: [
    schema("public", {
      tables: [
        table(
          "orders",
          [
            column("id", "int8"),
            column("customer_id", "int8"),
            column("placed_at", "timestamptz"),
            column("day", "date"),
            column("total", "numeric"),
            column("note", "varchar"),
            column("payload", "jsonb"),
            column("open", "bool"),
            column("deleted_at", "timestamptz"),
          ],
          {
            indexes: [index("orders_pkey", ["id"], { unique: true, constraint: "orders_pkey" })],
            constraints: [constraint("orders_pkey", "primary", ["id"])],
          },
        ),
        table("customers", [column("id", "int8"), column("name", "text"), column("email", "text")]),
        table("events", [column("id", "int8"), column("at", "timestamptz")], {
          partitioning: { by: "range", key: "RANGE (at)", columns: ["at"] },
        }),
        table("events_2026", [column("id", "int8", { local: false }), column("at", "timestamptz", { local: false })], {
          parents: [["public", "events"]],
          partitionBound: "DEFAULT",
        }),
        table('odd "name"', [column("select", "int4"), column("a\nb", "int4")]),
      ],
      views: [
        view(
          "open_orders",
          ["number", "placed", "buyer"],
          " SELECT orders.id,\n    date(orders.placed_at) AS d,\n    orders.customer_id\n   FROM public.orders\n  WHERE (orders.deleted_at IS NULL)",
        ),
        view(
          "buyers",
          ["name", "number"],
          " SELECT c.name, o.number FROM (public.open_orders o JOIN public.customers c ON ((c.id = o.buyer)))",
        ),
        view("broken", ["a"], "SELECT FROM WHERE"),
        view("sums", ["total"], " SELECT sum(orders.total) AS total FROM public.orders", true),
      ],
    }),
    schema("billing", { tables: [table("invoices", [column("id", "int8"), column("order_id", "int8")])] }),
    schema("shop", { tables: [table("carts", [column("id", "int8")]), table("orders", [column("id", "int8")])] }),
    schema("stock", { tables: [table("carts", [column("id", "int8")])] }),
  ],
});

export function workloadOf(sqls: readonly string[], settings: Settings = {}): Workload {
  return linkWorkload(
    {
      origin: "log",
      window: { since: null, until: "2026-01-01T00:00:00.000Z" },
      statements: sqls.map((sql, at) => ({ fingerprint: `f${at}`, sql, calls: 2, timed: 2, totalMs: 10, maxMs: 6, rows: null })),
      sessions: { count: 0, pairs: [], bursts: [] },
      events: [],
      coverage: { sources: [], bytes: 0, lines: 0, unknownLines: 0, unparsable: 0, dropped: null },
    },
    catalog,
    parseSync,
    settings,
  );
}

export function statementOf(sql: string, settings: Settings = {}): Statement {
  return workloadOf([sql], settings).statements[0] as Statement;
}

/** What the statement does, in names: empty parts are left out. */
export function accessesOf(sql: string, settings: Settings = {}): Record<string, unknown>[] {
  return statementOf(sql, settings).accesses.map(outlined);
}

function outlined(access: Access): Record<string, unknown> {
  const entries = Object.entries(access).flatMap(([key, value]): [string, unknown][] => {
    if (value === null || value === false || (Array.isArray(value) && value.length === 0 && key !== "conflict")) return [];
    return [[key, key === "table" ? access.table.path.join(".") : inNames(value)]];
  });
  return Object.fromEntries(entries);
}

function inNames(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("path" in value) return (value as unknown as { name: string }).name;
  if (Array.isArray(value)) return value.map(inNames);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inNames(item)]));
}
