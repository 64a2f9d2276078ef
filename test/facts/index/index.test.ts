import fc from "fast-check";
import { expect, test } from "vitest";
import { coversForeignKey } from "../../../src/facts/index/covers-foreign-key.ts";
import { foreignKeyIndexPlans } from "../../../src/facts/index/foreign-key-plan.ts";
import { keeperOf } from "../../../src/facts/index/keeper.ts";
import { leads } from "../../../src/facts/index/leads.ts";
import { notNullColumns } from "../../../src/facts/index/not-null-predicate.ts";
import { redundantBeside } from "../../../src/facts/index/redundant-beside.ts";
import type { Column, Index, Table } from "../../../src/model/catalog.ts";
import type { ConstraintData, IndexData } from "../../../src/model/data.ts";
import { link } from "../../../src/model/link.ts";
import * as catalog from "../../catalog-data.ts";

function tableWith(indexes: readonly IndexData[], constraints: readonly ConstraintData[] = []): Table {
  const columns = ["a", "b", "c"].map((name) => catalog.column(name, "int4"));
  const t = catalog.table("t", columns, { indexes, constraints });
  const parents = catalog.table("p", columns);
  return link({ schemas: [catalog.schema("s", { tables: [parents, t] })] }).tables.find(({ name }) => name === "t") as Table;
}

function two(first: IndexData, second: IndexData): readonly [Index, Index] {
  return tableWith([first, second]).indexes as unknown as [Index, Index];
}

test("columns lead an index as a set, and only from its first key on", () => {
  const { indexes, columns } = tableWith([catalog.index("i", ["b", "a", "c"])]);
  const [a, b, c] = columns as readonly [Column, Column, Column];
  const i = indexes[0] as Index;
  expect([[b], [a, b], [b, a], [c, b, a]].map((list) => leads(list, i))).toEqual([true, true, true, true]);
  expect([[a], [a, c], [b, c]].map((list) => leads(list, i))).toEqual([false, false, false]);
});

test("a predicate is read only when it says nothing but IS NOT NULL", () => {
  expect(notNullColumns("(a IS NOT NULL)")).toEqual(["a"]);
  expect(notNullColumns('((a IS NOT NULL) AND ("B ""(" IS NOT NULL))')).toEqual(["a", 'B "(']);
  for (const text of [
    "false",
    "(a > 0)",
    "((a IS NOT NULL) OR (b IS NOT NULL))",
    "(a IS NULL)",
    "((a IS NOT NULL) AND b)",
    "(a IS NOT NULL) AND",
  ]) {
    expect(notNullColumns(text)).toBeNull();
  }
});

test("any identifier comes back from a predicate as it was", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => !text.includes("\0"));
  fc.assert(
    fc.property(name, (text) => {
      expect(notNullColumns(`("${text.replaceAll('"', '""')}" IS NOT NULL)`)).toEqual([text]);
    }),
  );
});

test("NULLS NOT DISTINCT matters where a NULL can stand", () => {
  const [plain, strict] = two(
    catalog.index("plain", ["a"], { unique: true }),
    catalog.index("strict", ["a"], { unique: true, nullsNotDistinct: true }),
  );
  expect([redundantBeside(plain, strict), redundantBeside(strict, plain)]).toEqual([false, false]);
  const required = (index: Index): Index => ({
    ...index,
    keys: index.keys.map((key) => ({ ...key, column: { ...(key.column as Column), notNull: true } })),
  });
  const shared = required(plain);
  expect(redundantBeside(shared, { ...shared, nullsNotDistinct: true })).toBe(true);
});

test("an index that is not valid replaces nothing and is no duplicate", () => {
  const [broken, good] = two(catalog.index("broken", ["a"], { valid: false }), catalog.index("good", ["a"]));
  expect([redundantBeside(broken, good), redundantBeside(good, broken)]).toEqual([false, false]);
});

/** Few columns and features, so that random indexes often overlap. */
const randomIndex = fc.record({
  columns: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 }),
  descending: fc.boolean(),
  unique: fc.boolean(),
  method: fc.constantFrom("btree", "btree", "hash"),
  predicate: fc.constantFrom(null, null, "(a IS NOT NULL)", "(b > 0)"),
  valid: fc.constantFrom(true, true, true, false),
});
const randomKeys = fc.uniqueArray(fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 2 }), { maxLength: 3 });

test("dropping what is redundant leaves every foreign key the cover it had, and every index a keeper that stays", () => {
  fc.assert(
    fc.property(fc.array(randomIndex, { maxLength: 6 }), randomKeys, (shapes, keys) => {
      const indexes = shapes.map(({ columns, descending, method, ...parts }, at) => {
        const base = catalog.index(`i${at}`, method === "hash" ? columns.slice(0, 1) : columns, { method, ...parts });
        return {
          ...base,
          unique: parts.unique && method === "btree",
          keys: base.keys.map((key) => ({ ...key, descending, nullsFirst: descending })),
        };
      });
      const foreign = keys.map((columns, at) => catalog.foreignKey(`k${at}`, columns, ["s", "p"], columns));
      const table = tableWith(indexes, foreign);
      const dropped = new Set(table.indexes.filter((index) => keeperOf(index) !== undefined));
      for (const index of dropped) expect(dropped.has(keeperOf(index) as Index)).toBe(false);
      for (const key of table.foreignKeys) {
        const covers = table.indexes.filter((index) => coversForeignKey(key, index));
        if (covers.length > 0) expect(covers.some((index) => !dropped.has(index))).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("the planned indexes serve every uncovered key once, and none of them makes another one redundant", () => {
  fc.assert(
    fc.property(randomKeys, (keys) => {
      const table = tableWith(
        [],
        keys.map((columns, at) => catalog.foreignKey(`k${at}`, columns, ["s", "p"], columns)),
      );
      const plans = foreignKeyIndexPlans(table);
      expect(plans.flatMap((plan) => plan.serves.map((key) => key.name)).sort()).toEqual(table.foreignKeys.map((key) => key.name).sort());
      const built = tableWith(
        plans.map((plan, at) =>
          catalog.index(
            `i${at}`,
            plan.columns.map((column) => column.name),
          ),
        ),
        keys.map((columns, at) => catalog.foreignKey(`k${at}`, columns, ["s", "p"], columns)),
      );
      expect(foreignKeyIndexPlans(built)).toEqual([]);
      expect(built.indexes.filter((index) => keeperOf(index) !== undefined)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
