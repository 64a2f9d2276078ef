import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import { audit } from "../../src/audit.ts";
import { ident } from "../../src/facts/identifier.ts";
import { CONTENT_CLASSES, type ContentClass, type SnapshotData } from "../../src/model/snapshot.ts";
import { json } from "../../src/reporters/json/json.ts";
import { UNPAINTED } from "../../src/reporters/paint.ts";
import { text } from "../../src/reporters/text/text.ts";
import type { SampleWant } from "../../src/sources/live/sample.ts";
import { cli, folderOf } from "../cli/run-cli.ts";
import { classOf } from "../content-class.ts";
import { EXAMPLES } from "../content-examples.ts";
import { sourceOf } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

/** In every value that a leak could carry away. */
const CANARY = "canary7Kq2vXw9";
const STRIPE = `sk_${"live"}_${CANARY}aB3dE5gH`;

let server: NativeServer;
let url: string;
let owner: pg.Client;

async function client(to: string): Promise<pg.Client> {
  const opened = new pg.Client({ connectionString: to });
  opened.on("error", () => {});
  await opened.connect();
  return opened;
}

async function sampled(to: string, want: Partial<SampleWant> = {}): Promise<SnapshotData> {
  const sample = { rows: 10_000, includes: () => true, ...want };
  return sourceOf(to).load({ stats: false, schemas: null, sample }, new AbortController().signal);
}

function columnOf({ sample }: SnapshotData, table: string, column: string) {
  return sample?.tables.find(({ name }) => name === table)?.columns.find(({ name }) => name === column);
}

async function logged(work: () => Promise<unknown>): Promise<readonly string[]> {
  const from = readFileSync(server.logFile, "utf8").length;
  await work();
  await pause(200);
  const log = readFileSync(server.logFile, "utf8").slice(from).replaceAll("\n\t", " ");
  return log.split("\n").flatMap((line) => /LOG: {2}(?:statement|execute [^:]*): ([\s\S]*)/.exec(line)?.[1] ?? []);
}

async function filled(table: string, values: readonly (string | null)[], type = "text"): Promise<void> {
  await owner.query(`create table ${ident(table)} (value ${type})`);
  await owner.query(`insert into ${ident(table)} select unnest($1::text[])::${type}`, [values]);
}

beforeAll(async () => {
  server = await startServer(15, { settings: { log_statement: "all" } });
  url = await server.createDatabase("app");
  owner = await client(url);
});

afterAll(async () => {
  await owner.end();
  await server.stop();
});

describe("what is counted", () => {
  test("each class, as often as it is there", async () => {
    for (const name of CONTENT_CLASSES) await filled(`c ${name}`, EXAMPLES[name]);
    const snapshot = await sampled(url, { includes: ({ name }) => name.startsWith("c ") });
    expect(snapshot.sample?.tables).toHaveLength(CONTENT_CLASSES.length);
    for (const name of CONTENT_CLASSES) {
      expect(columnOf(snapshot, `c ${name}`, "value")).toMatchObject({
        classes: { [name]: EXAMPLES[name].length },
        values: EXAMPLES[name].length,
        distinct: EXAMPLES[name].length,
      });
    }
  });

  test("the same on the server and in JavaScript, whatever the text", async () => {
    const pieces = [...Object.values(EXAMPLES).flat(), ...'0aA.-_:/+={}[]$@ ,"\\'.split(""), "eyJ", "true", "12"];
    const values = fc
      .sample(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), { maxLength: 4 }), { numRuns: 3_000, seed: 7 })
      .map((parts) =>
        parts
          .join("")
          .replaceAll("\0", "")
          .replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""),
      )
      .filter((value) => value !== "");
    await filled("mixture", values);
    const counts: Partial<Record<ContentClass, number>> = {};
    for (const value of values) counts[classOf(value)] = (counts[classOf(value)] ?? 0) + 1;
    expect(columnOf(await sampled(url), "mixture", "value")).toMatchObject({ classes: counts, values: values.length });
  });

  test("lengths and different values, without NULL and blanks", async () => {
    const values = [...Array.from({ length: 19 }, (_, at) => "x".repeat(at + 1)), "x".repeat(5_000), "x", null, "", " \n"];
    await filled("lengths", values);
    expect(columnOf(await sampled(url), "lengths", "value")).toEqual({
      name: "value",
      values: 21,
      classes: { other: 21 },
      lengthMedian: 10,
      lengthP95: 19,
      distinct: 20,
    });
  });

  test("arrays, documents, bytes, domains and citext; nothing that is generated or of another type", async () => {
    const [bcrypt = ""] = EXAMPLES.bcrypt;
    await owner.query(`create extension if not exists citext;
      create domain secret as text check (length(value) < 100);
      create table kinds (id int, codes text[], document jsonb, old json, raw bytea, strict secret, fold citext, fixed char(70), gone text,
        stored text generated always as (upper(gone)) stored, uid uuid, at timestamptz, "quo""ted 'name" varchar(80));
      alter table kinds drop column gone cascade;
      insert into kinds values (1, '{aB3dE5gH7jK9mN1p,hello,NULL}', '"${STRIPE}"', '{"a": 1}', '${bcrypt}', 'true', 'Zoe@Example.ORG', '${bcrypt}');
      insert into kinds (document, raw) values ('{"b": 2}', '\\x0102020078')`);
    const snapshot = await sampled(url, { includes: ({ name }) => name === "kinds" });
    const classes = snapshot.sample?.tables[0]?.columns.map((column) => [column.name, column.classes]);
    expect(classes).toEqual([
      ["codes", { base64: 1, other: 1 }],
      ["document", { "api key": 1, json: 1 }],
      ["old", { json: 1 }],
      ["raw", { bcrypt: 1, kms: 1 }],
      ["strict", { boolean: 1 }],
      ["fold", { email: 1 }],
      ["fixed", { bcrypt: 1 }],
      [`quo"ted 'name`, {}],
    ]);
  });

  test("under a collation that knows no regular expressions", async () => {
    await owner.query(`create collation unsure (provider = icu, locale = 'und', deterministic = false);
      create table folded (value text collate unsure); insert into folded values ('true'), ('TRUE')`);
    expect(columnOf(await sampled(url), "folded", "value")).toMatchObject({ classes: { boolean: 2 }, distinct: 2 });
  });

  test("rows of all partitions, and of a parent its own", async () => {
    await owner.query(`create table parts (k int, value text) partition by list (k);
      create table parts_1 partition of parts for values in (1);
      create table parts_2 partition of parts for values in (2) partition by list (k);
      create table parts_2a partition of parts_2 for values in (2);
      insert into parts values (1, 'true'), (2, 'yes');
      create table heir_parent (value text); create table heir (more text) inherits (heir_parent);
      insert into heir_parent values ('true'); insert into heir values ('yes', 'no')`);
    const snapshot = await sampled(url);
    const named = snapshot.sample?.tables.map(({ name }) => name) ?? [];
    expect(named.filter((name) => name.startsWith("parts"))).toEqual(["parts"]);
    expect(columnOf(snapshot, "parts", "value")?.values).toBe(2);
    expect(columnOf(snapshot, "heir_parent", "value")?.values).toBe(1);
    expect(columnOf(snapshot, "heir", "value")?.values).toBe(1);
  });
});

/** All that the server says to whoever connects through here. */
async function overheard(work: (through: string) => Promise<unknown>): Promise<string> {
  const heard: Buffer[] = [];
  const proxy = createServer((near) => {
    const far = connect(server.port, "127.0.0.1");
    far.on("data", (data) => heard.push(data));
    for (const socket of [near, far]) socket.on("error", () => {});
    near.pipe(far).pipe(near);
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const { port } = proxy.address() as AddressInfo;
  await work(url.replace(`:${server.port}/`, `:${port}/`)).finally(() => proxy.close());
  return Buffer.concat(heard).toString("latin1");
}

describe("what leaves the server", () => {
  test("is counts alone: in what it sends, in its log, in the snapshot and in the reports", async () => {
    const values = Array.from({ length: 40 }, (_, at) => `${STRIPE}${at}`);
    await owner.query("create table vault (id int primary key, api_key text, codes text[], document jsonb)");
    await owner.query(
      "insert into vault select o, v, array[v], jsonb_build_object(v, v) from unnest($1::text[]) with ordinality as u(v, o)",
      [values],
    );
    await owner.query("analyze vault");
    let snapshot: SnapshotData | null = null;
    let statements: readonly string[] = [];
    const heard = await overheard(async (through) => {
      statements = await logged(async () => {
        snapshot = await sampled(through, { includes: ({ name }) => name === "vault" });
      });
    });
    const taken = snapshot as unknown as SnapshotData;
    expect(columnOf(taken, "vault", "api_key")).toMatchObject({ values: 40, classes: { "api key": 40 }, distinct: 40 });
    expect(columnOf(taken, "vault", "codes")?.classes).toEqual({ "api key": 40 });
    expect(columnOf(taken, "vault", "document")?.classes).toEqual({ json: 40 });
    const report = audit(taken, { rules, toolVersion: "test" });
    const limits = { minSeverity: "info", findings: null, perRule: null } as const;
    const written = [
      JSON.stringify(taken),
      ...json.render(report, { limits }),
      ...text.render(report, { limits, paint: UNPAINTED, width: 80, again: "" }),
    ].join("\n");
    expect(written).toContain("40 of 40 sampled values look like api key");
    expect(heard).toContain("api_key");
    for (const said of [written, heard, ...statements]) expect(said).not.toContain(CANARY);
    const reading = statements.filter((statement) => statement.includes("public.vault"));
    expect(reading).toHaveLength(1);
    expect(reading[0]).toMatch(/^with \/\* pgassay:sample \*\/ looked_at as materialized .* group by grouping sets/);
  });

  test("comes from read-only transactions, one for each table", async () => {
    const statements = await logged(() => sampled(url, { includes: ({ name }) => name.startsWith("c ") }));
    const after = statements.slice(statements.findIndex((statement) => statement.includes("pgassay:readable-columns")));
    const begun = after.filter((statement) => statement.includes("pgassay:begin"));
    expect(begun).toHaveLength(CONTENT_CLASSES.length);
    expect(new Set(begun)).toEqual(new Set(["begin /* pgassay:begin */ isolation level read committed read only"]));
    expect(statements.at(-1)).toContain("commit");
  });
});

describe("large tables", () => {
  test("are looked at in pages from all over them; small ones from their beginning", async () => {
    await owner.query(`create table large (value text) with (fillfactor = 10);
      insert into large select n::text from generate_series(1, 30000) as n; analyze large;
      create table tree (value text) partition by hash (value);
      create table tree_0 partition of tree for values with (modulus 2, remainder 0) with (fillfactor = 10);
      create table tree_1 partition of tree for values with (modulus 2, remainder 1) with (fillfactor = 10);
      insert into tree select value from large; analyze tree`);
    let snapshot: SnapshotData | null = null;
    const statements = await logged(async () => {
      snapshot = await sampled(url, { rows: 1_000, includes: ({ name }) => ["large", "tree", "lengths"].includes(name) });
    });
    const query = (table: string) => statements.find((statement) => statement.includes(`public.${table} `));
    expect(query("large")).toContain("from only public.large tablesample system (3.67) repeatable (1) limit 1000");
    expect(query("tree")).toContain("from public.tree tablesample system (3.67) repeatable (1) limit 1000");
    expect(query("lengths")).toContain("from only public.lengths limit 1000");
    const { values = 0, classes } = columnOf(snapshot as unknown as SnapshotData, "large", "value") ?? {};
    expect(values).toBeGreaterThan(0);
    expect(values).toBeLessThanOrEqual(1_000);
    expect(classes).toEqual({ integer: values });
  });
});

describe("what cannot be read", () => {
  const gapsOf = ({ gaps }: SnapshotData) => gaps.filter(({ reason }) => reason.startsWith("not sampled"));

  test("25. is a gap: tables and columns without SELECT, and what row security hides is not counted", async () => {
    await owner.query(`create role poor login; create schema closed; create table closed.t (value text);
      create table denied (value text); create table partly (open text, value text); create table rows_of (who name, value text);
      create table slow (value text);
      insert into slow values ('x'); insert into rows_of values ('poor', 'true'), ('rich', 'true');
      grant select on closed.t, rows_of, slow to poor; grant select (open) on partly to poor;
      alter table rows_of enable row level security; create policy own on rows_of using (who = current_user);
      alter table slow enable row level security; create policy late on slow using (pg_sleep(30) is null)`);
    const names = ["t", "denied", "partly", "rows_of", "slow"];
    const poor = await sampled(url.replace("postgres@", "poor@"), { includes: ({ name }) => names.includes(name), tableTimeout: 300 });
    expect(gapsOf(poor)).toEqual([
      { what: "statistics", subject: "closed.t", reason: expect.stringContaining("may not select"), at: null, affects: ["value"] },
      { what: "statistics", subject: "public.denied", reason: expect.stringContaining("may not select"), at: null, affects: ["value"] },
      { what: "statistics", subject: "public.partly", reason: expect.stringContaining("may not select"), at: null, affects: ["value"] },
      { what: "statistics", subject: "public.slow", reason: expect.stringContaining("longer than the time"), at: null, affects: [] },
    ]);
    expect(columnOf(poor, "rows_of", "value")?.values).toBe(1);
    expect(columnOf(poor, "partly", "open")?.values).toBe(0);
    expect(columnOf(poor, "slow", "value")).toBeUndefined();
  });

  test("a table that is held, and one whose policy fails, and its words are not repeated", async () => {
    await owner.query(`create table held (value text); create table failing (value text); insert into failing values ('${CANARY}');
      create function fail(text) returns boolean language plpgsql as $$ begin raise 'saw %', $1; end $$;
      alter table failing enable row level security; create policy fails on failing using (fail(value)); grant select on failing to poor`);
    const failing = await sampled(url.replace("postgres@", "poor@"), { includes: ({ name }) => name === "failing" });
    expect(gapsOf(failing)).toMatchObject([{ subject: "public.failing", reason: "not sampled: the server refused (SQLSTATE P0001)" }]);
    const source = sourceOf(url);
    const holder = await client(url);
    const during = source.load(
      {
        stats: false,
        schemas: null,
        sample: {
          rows: 10,
          includes: ({ name }) => name === "held" || name === "large",
        },
      },
      new AbortController().signal,
    );
    await holder.query("begin; lock table held in access exclusive mode");
    const snapshot = await during.finally(() => holder.end());
    expect(gapsOf(snapshot)).toMatchObject([{ subject: "public.held", reason: "not sampled: another session holds the table" }]);
    expect(columnOf(snapshot, "large", "value")?.values).toBe(10);
  });

  test("when the time for samples is over, and where another server would be asked", async () => {
    await owner.query(`create foreign data wrapper nowhere; create server far foreign data wrapper nowhere;
      create table spread (k int, value text) partition by list (k);
      create foreign table spread_1 partition of spread for values in (1) server far`);
    const late = await sampled(url, { includes: ({ name }) => name === "lengths" || name === "spread", longest: 0 });
    expect(gapsOf(late)).toMatchObject([
      { subject: "public.spread", reason: expect.stringContaining("foreign table") },
      { subject: "public.lengths", reason: "not sampled: the time for samples was over" },
    ]);
    expect(late.sample?.tables).toEqual([]);
  });

  test("views and what the scope leaves out are no gap", async () => {
    await owner.query("create view seen as select value from lengths; create materialized view kept as select value from lengths");
    const snapshot = await sampled(url, { includes: ({ name }) => ["seen", "kept"].includes(name) });
    expect([snapshot.sample, gapsOf(snapshot)]).toEqual([{ limit: 10_000, tables: [] }, []]);
  });

  test("a role that may read all is told only when it does not have to", async () => {
    await owner.query("create role allreader login; grant pg_read_all_data to allreader");
    const noticesOf = async (to: string, sample?: SampleWant) => {
      const source = sourceOf(to);
      await source.load({ stats: false, schemas: [], ...(sample && { sample }) }, new AbortController().signal);
      return source.notices.join();
    };
    const sample = { rows: 1, includes: () => false };
    const reader = url.replace("postgres@", "allreader@");
    expect(await noticesOf(reader)).toContain("pg_read_all_data");
    expect(await noticesOf(reader, sample)).not.toContain("pg_read_all_data");
    expect(await noticesOf(url, sample)).toContain("a role with SELECT on the tables is enough");
  });

  test("an abort ends the run", async () => {
    await owner.query("alter role poor set statement_timeout = 0");
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("stop")), 800);
    const sample = { rows: 10, includes: ({ name }: { readonly name: string }) => name === "slow", tableTimeout: 20_000 };
    const running = sourceOf(url.replace("postgres@", "poor@")).load({ stats: false, schemas: null, sample }, controller.signal);
    await expect(running).rejects.toThrow("stop");
  });
});

describe("the command line", () => {
  test("takes a snapshot with the counts, which a later run without the database has", async () => {
    const values = Array.from({ length: 40 }, (_, at) => `${STRIPE}${at}`);
    await owner.query("create table wallet (id int primary key, api_key text)");
    await owner.query("insert into wallet select o, v from unnest($1::text[]) with ordinality as u(v, o)", [values]);
    const files = folderOf({});
    const file = files.path("taken.json");
    const scope = ["--table", "wallet"];
    const taken = await cli(["snapshot", url, "--sample=30", ...scope, "-o", file]);
    expect([taken.code, JSON.parse(readFileSync(file, "utf8")).sample]).toEqual([
      0,
      {
        limit: 30,
        tables: [
          { schema: "public", name: "wallet", columns: expect.arrayContaining([expect.objectContaining({ name: "api_key", values: 30 })]) },
        ],
      },
    ]);
    const later = await cli(["audit", file, "--rules", "plaintext-secret", "--sample", ...scope]);
    const live = await cli(["audit", url, "--rules", "plaintext-secret", ...scope, "--sample", "30"]);
    files.remove();
    for (const { code, stdout, stderr } of [later, live]) {
      expect([code, stdout, stderr]).toEqual([1, expect.stringContaining("30 of 30 sampled values look like api key"), expect.any(String)]);
      expect(stdout).not.toContain(CANARY);
    }
  });

  test("reads no table when it is not asked to", async () => {
    const statements = await logged(() => cli(["audit", url]));
    expect(statements.length).toBeGreaterThan(20);
    expect(statements.filter((statement) => statement.includes("pgassay:sample") || statement.includes("public."))).toEqual([]);
  });
});
