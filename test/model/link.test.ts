import { describe, expect, test } from "vitest";
import type { CatalogData } from "../../src/model/data.ts";
import { BrokenCatalog, link } from "../../src/model/link.ts";
import { column, constraint, foreignKey, index, schema, table } from "../catalog-data.ts";

const data: CatalogData = {
  schemas: [
    schema("app", {
      tables: [
        table("author", [column("id", "int8"), column("name", "text")], {
          indexes: [index("author_pkey", ["id"], { unique: true, constraint: "author_pkey" })],
          constraints: [constraint("author_pkey", "primary", ["id"])],
        }),
        table("book", [column("id", "int8"), column("author_id", "int8"), column("slug", "text", { generated: "stored", reads: ["id"] })], {
          constraints: [foreignKey("book_author_fk", ["author_id"], ["app", "author"], ["id"])],
          policies: [
            {
              name: "own",
              comment: null,
              permissive: true,
              command: "all",
              roles: [],
              using: "x",
              check: null,
              reads: [["app", "book", "author_id"]],
            },
          ],
        }),
      ],
      views: [
        {
          ...schema("x"),
          name: "titles",
          materialized: false,
          columns: [],
          definition: "SELECT",
          reads: [
            ["app", "book", "id"],
            ["app", "author", null],
          ],
          indexes: [],
          settings: {},
        },
      ],
    }),
  ],
};

describe("link", () => {
  const catalog = link(data);
  const author = catalog.tables.find((one) => one.name === "author");
  const book = catalog.tables.find((one) => one.name === "book");

  test("links a foreign key both ways", () => {
    expect(book?.foreignKeys[0]?.target).toBe(author);
    expect(author?.referencedBy[0]).toBe(book?.foreignKeys[0]);
    expect(book?.foreignKeys[0]?.targetColumns[0]).toBe(author?.columns[0]);
  });

  test("links a constraint and the index that enforces it", () => {
    expect(author?.primaryKey).toMatchObject({ index: { name: "author_pkey" } });
    expect(author?.indexes[0]?.constraint).toBe(author?.primaryKey);
  });

  test("lists what depends on a column: generated columns, indexes, keys from both ends, policies, views", () => {
    const dependents = (at: number, of = book) => of?.columns[at]?.dependents.map((dependent) => `${dependent.kind} ${dependent.name}`);
    expect(dependents(0)).toEqual(["column slug", "view titles"]);
    expect(dependents(1)).toEqual(["constraint book_author_fk", "policy own"]);
    expect(dependents(0, author)).toEqual(["index author_pkey", "constraint author_pkey", "constraint book_author_fk"]);
    expect(catalog.views[0]?.readsTables.map((one) => one.name)).toEqual(["book", "author"]);
  });

  test("finds every kind of object by its reference", () => {
    for (const object of [
      catalog.schemas[0],
      author,
      ...(author?.columns ?? []),
      ...(author?.indexes ?? []),
      ...(book?.constraints ?? []),
      ...(book?.policies ?? []),
      ...catalog.views,
    ]) {
      expect(catalog.find(object as never)).toBe(object);
    }
    expect(catalog.find({ kind: "table", path: ["app", "none"] })).toBeUndefined();
    expect(catalog.find({ kind: "column", path: ["none", "author", "id"] })).toBeUndefined();
  });

  test("is frozen through and through", () => {
    const seen = new Set<object>();
    const walk = (value: unknown): void => {
      if (typeof value !== "object" || value === null || seen.has(value)) return;
      seen.add(value);
      if (!Object.isFrozen(value)) throw new Error(`not frozen: ${JSON.stringify(Object.keys(value))}`);
      for (const inner of Object.values(value)) walk(inner);
    };
    walk(catalog);
    expect(seen.size).toBeGreaterThan(20);
  });

  test("hashes the structure", () => {
    expect(link(structuredClone(data)).hash).toBe(catalog.hash);
    const changed = structuredClone(data) as unknown as { schemas: { tables: { columns: { notNull: boolean }[] }[] }[] };
    (changed.schemas[0]?.tables[0]?.columns[0] as { notNull: boolean }).notNull = true;
    expect(link(changed as unknown as CatalogData).hash).not.toBe(catalog.hash);
  });

  test("refuses a catalog that names what it does not hold", () => {
    const broken = { schemas: [schema("app", { tables: [table("t", [], { constraints: [foreignKey("fk", [], ["app", "gone"], [])] })] })] };
    expect(() => link(broken)).toThrow(BrokenCatalog);
  });
});
