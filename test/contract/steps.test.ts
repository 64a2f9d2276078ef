import { expect, test } from "vitest";
import { addForeignKey } from "../../src/contract/steps/foreign-key-steps.ts";
import { createIndex, indexName } from "../../src/contract/steps/index-steps.ts";
import { setNotNull } from "../../src/contract/steps/not-null.ts";
import type { Table } from "../../src/model/catalog.ts";
import { link } from "../../src/model/link.ts";
import * as catalog from "../catalog-data.ts";

const columns = [catalog.column("id", "int8"), catalog.column("parent_id", "int8")];
const partitioned = { by: "hash", key: "HASH (id)", columns: ["id"] } as const;

function tables(): ReadonlyMap<string, Table> {
  const parts = { parents: [["s", "tree"]] as const, partitionBound: "FOR VALUES" };
  const list = [
    catalog.table("flat", columns),
    catalog.table("leaf_a", columns, parts),
    catalog.table("leaf_b", columns, parts),
    catalog.table("remote", columns, { foreign: true, parents: [["s", "mixed"]], partitionBound: "FOR VALUES" }),
    catalog.table("mixed", columns, { partitioning: partitioned }),
    catalog.table("tree", columns, { partitioning: partitioned }),
  ];
  return new Map(link({ schemas: [catalog.schema("s", { tables: list })] }).tables.map((table) => [table.name, table]));
}

const table = (name: string) => tables().get(name) as Table;
const newIndex = (name: string) => ({ table: table(name), name: "i", keys: ["parent_id"], why: "" });

test("an index of a partitioned table is built part by part, and taken away through the parent once attached", () => {
  const steps = createIndex(newIndex("tree"));
  expect(steps.map((step) => step.statements.at(-1))).toEqual([
    "CREATE INDEX i ON ONLY s.tree (parent_id)",
    "CREATE INDEX CONCURRENTLY leaf_a_i ON s.leaf_a (parent_id)",
    "CREATE INDEX CONCURRENTLY leaf_b_i ON s.leaf_b (parent_id)",
    "ALTER INDEX s.i ATTACH PARTITION s.leaf_b_i",
  ]);
  expect(steps.at(-1)?.undo).toEqual(["DROP INDEX IF EXISTS s.i"]);
  expect(steps.every((step) => step.locks.every((lock) => lock.held !== "build" || step.transaction === "forbidden"))).toBe(true);
});

test("a foreign partition leaves only the form that makes writers wait, and says so", () => {
  const [step, ...more] = createIndex(newIndex("mixed"));
  expect(more).toEqual([]);
  expect(step?.statements).toEqual(["CREATE INDEX i ON s.mixed (parent_id)"]);
  expect(step?.hazards).toContain("blocks writes");
});

test("a leftover of the same name is dropped only when it belongs to the same table", () => {
  const [step] = createIndex({ ...newIndex("flat"), requires: { sql: "SELECT true", because: "it is so" } });
  expect(step?.requires?.sql).toContain("'s.flat'");
  expect(step?.requires?.sql).toContain("AND (SELECT true)");
});

test("two long names that are cut stay apart", () => {
  const long = "x".repeat(60);
  const names = ["a", "b"].map((end) => indexName(table("flat"), [`${long}${end}`]));
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
});

test("a partitioned table takes a NOT VALID key from PostgreSQL 18 on, and blocks its writers before", () => {
  const key = { name: "k", columns: ["parent_id"], target: table("flat"), targetColumns: ["id"], onDelete: "restrict", why: "" } as const;
  const statements = (name: string, version: number) =>
    addForeignKey({ ...key, table: table(name) }, { version }).map((step) => step.statements[0]);
  expect(statements("flat", 140000).map((text) => text.endsWith("NOT VALID"))).toEqual([true, false]);
  expect(statements("tree", 180000).map((text) => text.endsWith("NOT VALID"))).toEqual([true, false]);
  const before = addForeignKey({ ...key, table: table("tree") }, { version: 170000 });
  expect(before.map((step) => step.hazards)).toEqual([["blocks writes"]]);
  expect(before[0]?.locks.map((lock) => lock.on.path[1])).toEqual(["tree", "leaf_a", "leaf_b", "flat"]);
});

test("NOT NULL is proven by a CHECK before PostgreSQL 18 and by itself since, never in a scan that blocks readers", () => {
  const kinds = (version: number) => setNotNull(table("flat"), "parent_id", "", { version }).map((step) => step.statements.length);
  expect(kinds(170000)).toEqual([1, 1, 2]);
  expect(kinds(180000)).toEqual([1, 1]);
  for (const version of [170000, 180000]) {
    const hazards = setNotNull(table("flat"), "parent_id", "", { version }).flatMap((step) => step.hazards);
    expect(hazards).toEqual([]);
  }
});
