import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CatalogData, SchemaData, TableData } from "../../../src/model/data.ts";
import { link } from "../../../src/model/link.ts";
import { pgliteSession } from "../../../src/sources/catalog/pglite-session.ts";
import { readCatalog } from "../../../src/sources/catalog/read.ts";
import { EVERYTHING } from "./everything.ts";

let db: PGlite;
let catalog: CatalogData;

const read = async (stats = false, schemas: readonly string[] | null = null) => readCatalog(await pgliteSession(db), { stats, schemas });
const schema = (name: string): SchemaData => found(catalog.schemas.find((item) => item.name === name));
const table = (name: string, of = "app"): TableData => found(schema(of).tables.find((item) => item.name === name));
const column = (of: string, name: string) => found(table(of).columns.find((item) => item.name === name));
const index = (of: string, name: string) => found(table(of).indexes.find((item) => item.name === name));
const constraint = (of: string, name: string) => found(table(of).constraints.find((item) => item.name === name));

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("not in the catalog");
  return value;
}

beforeAll(async () => {
  db = await PGlite.create({ extensions: { pg_trgm } });
  await db.exec(EVERYTHING);
  catalog = (await read()).catalog;
});

afterAll(() => db.close());

describe("schemas", () => {
  test("all but PostgreSQL's own, empty ones too, sorted by code unit", () => {
    expect(catalog.schemas.map(({ name }) => name)).toEqual(["Other schema", "app", "public"]);
    expect(schema("public")).toMatchObject({ comment: "shared", owner: "postgres", tables: [], grants: [] });
    expect(schema("app").grants).toEqual([{ grantee: "reader", privileges: ["USAGE"], grantable: false }]);
  });

  test("temporary tables are left out, unlogged ones are not", () => {
    expect(schema("app").tables.map(({ name }) => name)).not.toContain("gone");
    expect(table("scratch")).toMatchObject({ persistence: "unlogged", replicaIdentity: "full" });
  });

  test("wanted schemas bring what they refer to, and the result links", async () => {
    const one = await read(false, ["Other schema"]);
    expect(one.catalog.schemas.map(({ name }) => name)).toEqual(["Other schema"]);
    await db.exec("create schema linked; create table linked.t (id bigint references app.orders)");
    const two = await read(false, ["linked"]);
    await db.exec("drop schema linked cascade");
    expect(two.catalog.schemas.map(({ name }) => name)).toEqual(["app", "linked"]);
    expect(link(two.catalog).tables.length).toBeGreaterThan(1);
  });
});

describe("columns", () => {
  test.each([
    [
      "customers",
      "email",
      { schema: "pg_catalog", name: "varchar", modifiers: [320], array: false, text: "character varying(320)", over: null },
    ],
    ["customers", "created", { name: "timestamptz", modifiers: [3], text: "timestamp(3) with time zone" }],
    ["customers", "code", { name: "bpchar", modifiers: [3], text: "character(3)" }],
    ["customers", "bits", { name: "varbit", modifiers: [5] }],
    ["customers", "scores", { name: "numeric", modifiers: [5, 1], array: true, text: "numeric(5,1)[]" }],
    ["customers", "place", { schema: "app", name: "address", text: "app.address" }],
    ["orders", "status", { schema: "app", name: "status", over: null }],
    ["orders", "fee", { name: "fee", over: { name: "money_amount", over: { name: "numeric", modifiers: [12, 2], over: null } } }],
    ["orders", "fees", { name: "fee", array: true, text: "app.fee[]", over: { name: "money_amount" } }],
  ])("%s.%s", (of, name, type) => {
    expect(column(of, name).type).toMatchObject(type);
  });

  test("dropped ones leave no trace, the others keep the order of the table", () => {
    const names = table("customers").columns.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(["id", "email", "name"]);
    expect(names).not.toContain("window_length");
  });

  test("defaults, generation, collation, comments and grants", () => {
    expect(column("customers", "id")).toMatchObject({ generated: "identity always", notNull: true, default: null });
    expect(column("customers", "name")).toMatchObject({ collation: "pg_catalog.C", default: "'nobody'::text", notNull: false });
    expect(column("customers", "full_name")).toMatchObject({ generated: "stored", reads: ["first_name", "last_name"] });
    expect(column("customers", "email").grants).toEqual([{ grantee: "reader", privileges: ["UPDATE"], grantable: false }]);
    expect(column("customers", "email").comment).toBe("where to write");
    expect(column("orders", "id")).toMatchObject({ generated: null, default: "nextval('app.orders_id_seq'::regclass)" });
    expect(table("child").columns.map(({ name, local }) => [name, local])).toEqual([
      ["a", false],
      ["b", false],
      ["c", true],
    ]);
  });
});

describe("indexes", () => {
  test("keys, directions, operator classes and collations", () => {
    expect(index("orders", "orders_many")).toMatchObject({ include: ["amount"], predicate: "(placed IS NOT NULL)", constraint: null });
    expect(index("orders", "orders_many").keys.map(({ column: name, descending, nullsFirst }) => [name, descending, nullsFirst])).toEqual([
      ["status", false, false],
      ["placed", true, false],
      ["customer_id", false, true],
    ]);
    expect(index("customers", "orders_pattern").keys.map(({ opclass, collation }) => [opclass.name, opclass.default, collation])).toEqual([
      ["varchar_pattern_ops", false, null],
      ["text_ops", true, "pg_catalog.POSIX"],
      ["text_ops", true, null],
    ]);
    expect(index("orders", "orders_hash").method).toBe("hash");
    expect(index("orders", "orders_customer")).toMatchObject({ clustered: true, comment: "for the key" });
  });

  test("expressions, and the columns they read besides plain keys", () => {
    const { keys, reads, settings, unique } = index("orders", "orders_expression");
    expect(keys.map(({ column: name, expression }) => name ?? expression)).toEqual([
      "lower((fee)::text)",
      "(((amount)::numeric + (fee)::numeric))",
      "id",
    ]);
    expect({ reads, settings, unique }).toEqual({ reads: ["amount", "fee"], settings: { fillfactor: "70" }, unique: true });
    expect(index("orders", "once")).toMatchObject({ method: "gist", constraint: "once", reads: ["status"] });
  });

  test("of partitions and of materialized views", () => {
    expect(index("events_2024", "events_2024_kind_idx").partitionOf).toEqual(["app", "events", "events_kind"]);
    expect(schema("app").views.find(({ name }) => name === "totals")?.indexes).toMatchObject([{ name: "totals_id", unique: true }]);
  });
});

describe("constraints", () => {
  test("foreign keys", () => {
    expect(constraint("orders", "orders_customer_id_fkey")).toMatchObject({
      type: "foreign",
      columns: ["customer_id"],
      validated: true,
      deferrable: true,
      deferred: true,
      definition: null,
      index: "customers_pkey",
      target: { table: ["app", "customers"], columns: ["id"], onDelete: "cascade", onUpdate: "restrict", match: "simple", setColumns: [] },
    });
    expect(constraint("orders", "late").validated).toBe(false);
    expect(table("event_notes").constraints.map(({ name, target }) => [name, target?.match])).toEqual([["notes_event", "full"]]);
  });

  test("checks and exclusions say their text and their columns", () => {
    expect(constraint("customers", "email_shape")).toMatchObject({ type: "check", columns: ["email"], comment: "cheap check" });
    expect(constraint("orders", "sane").definition).toBe("CHECK (((amount)::numeric < (1000000)::numeric)) NO INHERIT NOT VALID");
    expect(constraint("orders", "once")).toMatchObject({ type: "exclusion", columns: ["span"], index: "once" });
  });

  test("a NOT NULL that holds is a property of its column, in PostgreSQL 18 too", () => {
    const types = new Set(
      catalog.schemas.flatMap(({ tables }) => tables.flatMap(({ constraints }) => constraints.map(({ type }) => type))),
    );
    expect(types).toEqual(new Set(["primary", "unique", "foreign", "check", "exclusion"]));
  });
});

describe("what PostgreSQL 18 added", () => {
  test("NOT VALID and NOT ENFORCED, virtual columns, keys over time", async () => {
    await db.exec(`create schema eighteen; set search_path = eighteen;
      create table a (id int, n int constraint n_not_null not null no inherit, v int generated always as (n + id) virtual, during daterange);
      create table p (id int4range, during daterange, constraint p_pkey primary key (id, during without overlaps));
      alter table a add constraint id_not_null not null id not valid;
      alter table a add constraint positive check (n > 0) not enforced;
      create table c (id int4range, during daterange, constraint c_p foreign key (id, period during) references p);
      reset search_path`);
    const now = await read(false, ["eighteen"]);
    await db.exec("drop schema eighteen cascade");
    const tables = found(now.catalog.schemas.find(({ name }) => name === "eighteen")).tables;
    const [a, c, p] = tables;
    expect(a?.columns.map(({ name, notNull, generated, reads }) => [name, notNull, generated, reads])).toEqual([
      ["id", false, null, []],
      ["n", true, null, []],
      ["v", false, "virtual", ["id", "n"]],
      ["during", false, null, []],
    ]);
    expect(a?.constraints).toMatchObject([
      { name: "id_not_null", type: "not null", columns: ["id"], validated: false, enforced: true },
      { name: "positive", type: "check", columns: ["n"], enforced: false },
    ]);
    expect(c?.constraints).toMatchObject([{ name: "c_p", type: "foreign", temporal: true }]);
    expect(p?.constraints).toMatchObject([{ name: "p_pkey", type: "primary", temporal: true }]);
  });
});

describe("everything else", () => {
  test("partitions", () => {
    expect(table("events").partitioning).toEqual({ by: "range", key: "RANGE (at)", columns: ["at"] });
    expect(table("hashed").partitioning).toEqual({ by: "hash", key: "HASH (id, ((extra + 1)))", columns: ["id"] });
    expect(table("events_rest")).toMatchObject({ partitionBound: "DEFAULT", parents: [["app", "events"]] });
  });

  test("triggers, without their copies on partitions", () => {
    expect(table("events").triggers.map(({ name, fires }) => [name, fires])).toEqual([["each_event", "origin"]]);
    expect(table("events_2024").triggers).toEqual([]);
    expect(table("orders").triggers).toMatchObject([
      { name: "touch", routine: ["app", "touch()"], fires: "disabled", reads: ["amount", "placed", "status"] },
    ]);
  });

  test("policies", () => {
    expect(table("orders").rls).toBe("forced");
    expect(table("customers").rls).toBe("on");
    expect(table("orders").policies).toMatchObject([
      { name: "own", permissive: false, command: "select", roles: ["postgres", "reader"], check: null },
      { name: "write", permissive: true, command: "insert", roles: ["public"], using: null, reads: [["app", "orders", "amount"]] },
    ]);
    expect(table("orders").policies[0]?.reads).toEqual([
      ["app", "customers", "email"],
      ["app", "customers", "id"],
      ["app", "orders", "customer_id"],
    ]);
  });

  test("grants, with quoted role names and without the owner's own", () => {
    expect(table("orders").grants).toEqual([
      { grantee: 'odd "role", =x/', privileges: ["INSERT"], grantable: false },
      { grantee: "public", privileges: ["SELECT"], grantable: false },
      { grantee: "reader", privileges: ["SELECT", "UPDATE"], grantable: true },
    ]);
  });

  test("views", () => {
    const paid = schema("app").views.find(({ name }) => name === "paid_more");
    expect(paid).toMatchObject({ materialized: false, settings: { security_barrier: "true" } });
    expect(paid?.definition).not.toMatch(/;\s*$/);
    expect(paid?.reads).toEqual([
      ["app", "customers", "email"],
      ["app", "customers", "name"],
      ["app", "paid", "email"],
    ]);
  });

  test("a view that counts rows reads the table as a whole", async () => {
    await db.exec("create schema whole; create view whole.v as select count(*) from app.parent, pg_catalog.pg_class");
    const now = await read(false, ["whole"]);
    await db.exec("drop schema whole cascade");
    expect(now.catalog.schemas.find(({ name }) => name === "whole")?.views[0]?.reads).toEqual([["app", "parent", null]]);
  });

  test("routines, without the constructors of range types", () => {
    expect(schema("app").routines.map(({ name, arguments: list, kind }) => `${kind} ${name}(${list})`)).toEqual([
      "function add(a integer, b integer, OUT total integer)",
      "function bound(wanted bigint)",
      "procedure clean(INOUT n integer)",
      "aggregate sum_all(integer)",
      "function touch()",
    ]);
    const [add, bound, clean] = schema("app").routines;
    expect(add).toMatchObject({
      securityDefiner: true,
      volatility: "immutable",
      body: "select $1 + $2",
      settings: { search_path: "pg_catalog" },
    });
    expect(bound?.body).toContain("BEGIN ATOMIC");
    expect(bound?.reads).toContainEqual(["app", "orders", "customer_id"]);
    expect(clean?.result).toBeNull();
  });

  test("sequences and types", () => {
    expect(schema("app").sequences.find(({ name }) => name === "numbers")).toMatchObject({
      type: "smallint",
      start: "5",
      increment: "5",
      max: "500",
      cycle: true,
      ownedBy: null,
    });
    expect(schema("app").sequences.find(({ name }) => name === "customers_id_seq")).toMatchObject({
      identity: true,
      max: "9223372036854775807",
      ownedBy: ["app", "customers", "id"],
    });
    expect(schema("app").types.map(({ name, form }) => [name, form.is])).toEqual([
      ["address", "composite"],
      ["fee", "domain"],
      ["money_amount", "domain"],
      ["price_range", "range"],
      ["status", "enum"],
    ]);
    expect(schema("app").types[4]?.form).toEqual({ is: "enum", labels: ["new", "paid", "done"] });
    expect(schema("app").types[2]?.form).toMatchObject({ notNull: true, default: "0", checks: [{ name: "money_amount_check" }] });
  });

  test("names that try to be something else come through as they are", () => {
    const odd = table('Odd "table"', "Other schema");
    expect(odd.columns.map(({ name }) => name)).toEqual(["select", "new\nline", "*/ drop", "ünïcode", "a.b"]);
    expect(odd.indexes[1]?.name).toBe("odd index ;--");
  });

  test("what belongs to an extension says so", async () => {
    await db.exec("create schema ext; create extension pg_trgm schema ext");
    const now = await read(false, ["ext"]);
    await db.exec("drop schema ext cascade");
    const routines = found(now.catalog.schemas.find(({ name }) => name === "ext")).routines;
    expect(routines.find(({ name }) => name === "similarity")).toMatchObject({ origin: "extension", body: null });
    expect(now.server.extensions).toHaveProperty("pg_trgm");
  });

  test("the tree links, and the session's own settings are untouched", async () => {
    expect(link(catalog).hash).toMatch(/^[0-9a-f]{64}$/);
    await db.exec("set search_path = app");
    const again = await read();
    expect((await db.query<{ search_path: string }>("show search_path")).rows).toEqual([{ search_path: "app" }]);
    await db.exec("reset search_path");
    expect(again.catalog).toEqual(catalog);
  });
});

describe("statistics", () => {
  test("estimates and counters, and no value of any row", async () => {
    await db.exec(`create schema counted;
      create table counted.t (id int primary key, secret text, empty text);
      insert into counted.t select n, case when n % 2 = 0 then 'hunter2' end from generate_series(1, 1000) n;
      create table counted.never (id int); create sequence counted.used; select nextval('counted.used'); analyze counted.t`);
    const { stats, gaps } = await read(true, ["counted"]);
    await db.exec("drop schema counted cascade");
    const [never, t] = found(stats ?? undefined).tables;
    expect(never).toMatchObject({ name: "never", rows: null, bytes: 0, columns: [] });
    expect(t).toMatchObject({ schema: "counted", name: "t", rows: 1000 });
    expect(t?.bytes).toBeGreaterThan(0);
    expect(t?.columns).toMatchObject([
      { name: "empty", nullFraction: 1, distinct: 0 },
      { name: "id", nullFraction: 0, distinct: -1, correlation: 1, width: 4 },
      { name: "secret", nullFraction: 0.5 },
    ]);
    expect(t?.indexes.map(({ name }) => name)).toEqual(["t_pkey"]);
    expect(stats?.sequences).toEqual([{ schema: "counted", name: "used", last: "1" }]);
    expect(stats?.window.until).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(JSON.stringify(stats)).not.toContain("hunter2");
    expect(gaps).toEqual([]);
  });

  test("are not asked for unless wanted", async () => {
    expect((await read()).stats).toBeNull();
  });
});
