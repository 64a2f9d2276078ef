import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { link } from "../../../src/model/link.ts";
import type { SnapshotData } from "../../../src/model/snapshot.ts";
import { type ReplayOptions, replaySource } from "../../../src/sources/replay/replay-source.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pgassay-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const EVERYTHING = { stats: false, schemas: null };

async function load(files: Readonly<Record<string, string>>, path = ".", options: Partial<ReplayOptions> = {}): Promise<SnapshotData> {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const snapshot = await replaySource(join(folder, path), { cache: false, ...options }).load(EVERYTHING, AbortSignal.timeout(100_000));
  link(snapshot.catalog);
  return snapshot;
}

function tables(snapshot: SnapshotData): string[] {
  return snapshot.catalog.schemas.flatMap((schema) => schema.tables.map((table) => `${schema.name}.${table.name}`));
}

function losses(snapshot: SnapshotData): string[] {
  return snapshot.gaps.map((gap) => `${gap.at?.line ?? "-"} ${gap.what} ${gap.subject}: ${gap.reason}`);
}

test("46. a dump with everything that stops a load", async () => {
  const snapshot = await load(
    {
      "dump.sql": `-- PostgreSQL database dump
-- Dumped from database version 15.3 (Debian 15.3-1)
\\restrict abc
SET statement_timeout = 0;
SET transaction_timeout_of_the_future = 0;
SET client_encoding = 'LATIN1';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE DATABASE app WITH OWNER = nobody_made_me;
\\connect app
CREATE SCHEMA app;
ALTER SCHEMA app OWNER TO nobody_made_me;
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public VERSION '1.2';
CREATE TABLE app.people (id bigint NOT NULL, name public.citext COLLATE "xx_YY.utf8", photo bytea) TABLESPACE fast;
ALTER TABLE app.people OWNER TO "o'hara; --";
COPY app.people (id, name) FROM stdin;
1	it's; $$ -- not SQL
\\.
INSERT INTO app.people VALUES (2, 'x');
ALTER TABLE ONLY app.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);
CREATE INDEX CONCURRENTLY people_name ON app.people (name);
GRANT SELECT ON app.people TO reporting;
CREATE POLICY p ON app.people TO auditors USING (true);
ALTER DEFAULT PRIVILEGES FOR ROLE migrator GRANT ALL ON TABLES TO reporting;
ALTER SYSTEM SET work_mem = '1MB';
VACUUM app.people;
NOTIFY something;
CREATE FUNCTION app.later() RETURNS bigint LANGUAGE sql AS 'SELECT id FROM app.nowhere';
CREATE MATERIALIZED VIEW app.slow AS SELECT g FROM generate_series(1, 1000000000) AS g;
\\unrestrict abc
`,
    },
    "dump.sql",
  );
  expect(tables(snapshot)).toEqual(["app.people"]);
  const people = snapshot.catalog.schemas.find((it) => it.name === "app")?.tables[0];
  expect(people?.owner).toBe("o'hara; --");
  expect(people?.tablespace).toBe("fast");
  expect(people?.indexes.map((it) => it.name)).toEqual(["people_name", "people_pkey"]);
  expect(people?.policies[0]?.roles).toEqual(["auditors"]);
  expect(snapshot.catalog.schemas.find((it) => it.name === "app")?.routines.map((it) => it.name)).toEqual(["later"]);
  expect(snapshot.server.version).toBe(150_003);
  expect(snapshot.source).toEqual({ kind: "sql", name: join(folder, "dump.sql"), statements: 13 });
  expect(losses(snapshot)).toEqual([
    "13 object collation xx_YY.utf8: it is not in the embedded server; one that sorts by bytes stands in",
    "8 statement CREATE DATABASE app: everything is read as one database",
    "24 statement ALTER SYSTEM: it has no effect on the schema",
    "25 statement VACUUM: it has no effect on the schema",
    "26 statement NOTIFY: it has no effect on the schema",
    "15 rows 1 COPY, 1 INSERT: the structure does not depend on them",
  ]);
});

test("39. what fails is told with its reason and what it takes along, and no literal", async () => {
  const snapshot = await load(
    {
      "schema.sql": `CREATE TABLE good (id int);
CREATE TABLE bad (id nowhere.type DEFAULT 'topsecret');
CREATE VIEW on_bad AS SELECT id FROM bad;
CREATE TABLE worse (id int DEFAULT 'topsecret');
SELECT 'topsecret'::int, pg_sleep(0);
DO $$ BEGIN RAISE EXCEPTION 'topsecret'; END $$;
CREATE TABLE broken (id int DEFAULT 'topsecret' oops 'topsecret');
CREATE TABLE templated (id int, name {{ .Type }});
CREATE TABLE "{{ .Schema }}"."t" (id int);
CREATE TABLE dialect (id int AUTO_INCREMENT);
ALTER TABLE broken ADD COLUMN more int;
CREATE TABLE also_good (id int);
`,
    },
    "schema.sql",
  );
  expect(tables(snapshot)).toEqual(["public.also_good", "public.good"]);
  expect(JSON.stringify(snapshot)).not.toContain("topsecret");
  expect(losses(snapshot)).toEqual([
    "7 statement CREATE TABLE broken: syntax error",
    "8 statement CREATE TABLE templated: it holds a template placeholder, which only its own tool fills in",
    "9 statement CREATE TABLE {{ .Schema }}.t: it holds a template placeholder, which only its own tool fills in",
    "10 statement CREATE TABLE dialect: it is not PostgreSQL's SQL",
    '2 statement CREATE TABLE bad: schema "nowhere" does not exist',
    '3 statement CREATE VIEW on_bad: relation "bad" does not exist',
    "4 statement CREATE TABLE worse: a value in it does not fit its type",
    "5 statement SELECT: a value in it does not fit its type",
    "6 statement DO: it raises an exception of its own",
    '11 statement ALTER TABLE broken: relation "broken" does not exist',
  ]);
  expect(snapshot.gaps.find((gap) => gap.subject === "CREATE TABLE bad")?.affects).toEqual(["CREATE VIEW on_bad"]);
  expect(snapshot.gaps.find((gap) => gap.subject === "CREATE TABLE broken")?.affects).toEqual(["ALTER TABLE broken"]);
});

test("a stray quote or parenthesis costs its own statement", async () => {
  const snapshot = await load(
    {
      "schema.sql": `CREATE TABLE a (id int);
COMMENT ON TABLE a IS 'it's';
CREATE TABLE b (id int);
CREATE TABLE c (id int, (x);
CREATE TABLE d (id int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  UPDATE a SET id = 1;
CREATE TABLE not_this (id int);
END $$ oops;
# it's a comment of MySQL
CREATE TABLE e (id int);
`,
    },
    "schema.sql",
  );
  expect(tables(snapshot)).toEqual(["public.a", "public.b", "public.d", "public.e"]);
  expect(snapshot.gaps.map((gap) => gap.subject)).toEqual(["COMMENT", "CREATE TABLE c", "CREATE FUNCTION f"]);
});

test("order within the run does not lose what comes later", async () => {
  const snapshot = await load(
    {
      "schema.sql": `CREATE TABLE child (id int, parent int REFERENCES parent (id));
CREATE INDEX child_parent ON child (parent);
CREATE TABLE parent (id int PRIMARY KEY);
CREATE VIEW gone AS SELECT * FROM never;
CREATE VIEW taken_back AS SELECT * FROM last;
DROP VIEW IF EXISTS taken_back;
CREATE TABLE last (id int);
`,
    },
    "schema.sql",
  );
  expect(tables(snapshot)).toEqual(["public.child", "public.last", "public.parent"]);
  expect(snapshot.catalog.schemas[0]?.tables[0]?.indexes.map((it) => it.name)).toEqual(["child_parent"]);
  expect(snapshot.gaps.map((gap) => gap.subject)).toEqual(["CREATE VIEW gone", "CREATE VIEW taken_back"]);
  expect(snapshot.catalog.schemas[0]?.views).toEqual([]);
});

test("migrations: each in a session of its own, transactions and rollbacks honoured, missing schemas made", async () => {
  const snapshot = await load({
    "1_a.sql": "BEGIN; SET LOCAL search_path = billing; CREATE TABLE invoice (id int); COMMIT; CREATE TABLE plain (id int);",
    "2_b.sql": "SET search_path = audit; CREATE TABLE log (id int); SET ROLE somebody;",
    "3_c.sql": "CREATE TABLE mine (id int); BEGIN; CREATE TABLE undone (id int); ROLLBACK; CREATE TABLE kept (id int);",
    "4_d.sql": "BEGIN; CREATE TEMP TABLE scratch (id int) ON COMMIT DROP; ALTER TABLE scratch ADD COLUMN n int; COMMIT;",
    "5_e.py": "",
  });
  expect(tables(snapshot)).toEqual(["audit.log", "billing.invoice", "public.kept", "public.mine", "public.plain"]);
  expect(snapshot.catalog.schemas.flatMap((it) => it.tables).find((it) => it.name === "mine")?.owner).toBe("postgres");
  expect(snapshot.source.kind).toBe("migrations");
  expect(snapshot.gaps.map((gap) => `${gap.what} ${gap.subject.split("/").at(-1)}`)).toEqual([
    "file 5_e.py",
    "object schema billing",
    "object schema audit",
    "statement ROLLBACK",
  ]);
});

test("extensions: from the box on demand, as stand-ins when they are not in it", async () => {
  const snapshot = await load(
    {
      "schema.sql": `CREATE EXTENSION "vector" WITH SCHEMA public;
CREATE EXTENSION postgis;
CREATE EXTENSION timescaledb;
CREATE TABLE docs (id uuid DEFAULT uuid_generate_v4(), name citext, at geometry(Point,4326), embedding vector(1536));
CREATE INDEX docs_embedding ON docs USING hnsw (embedding vector_cosine_ops) WITH (m = 16);
CREATE INDEX docs_at ON docs USING gist (at);
CREATE INDEX docs_name ON docs USING gin (name gin_trgm_ops);
CREATE TABLE spans (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE FUNCTION js() RETURNS int LANGUAGE plv8 AS 'return 1';
SELECT create_hypertable('docs', 'at');
`,
    },
    "schema.sql",
  );
  const docs = snapshot.catalog.schemas[0]?.tables.find((it) => it.name === "docs");
  expect(docs?.columns.map((it) => it.type.text)).toEqual(["uuid", "public.citext", "public.geometry", "public.vector(1536)"]);
  expect(docs?.indexes.map((it) => `${it.name} ${it.method}`)).toEqual(["docs_at gist", "docs_embedding hnsw", "docs_name gin"]);
  const userObjects = snapshot.catalog.schemas
    .flatMap((it) => [...it.routines, ...it.types, ...it.tables])
    .filter((it) => it.origin === "user");
  expect(userObjects.map((it) => it.name).sort()).toEqual(["docs", "js", "spans"]);
  expect(snapshot.gaps.map((gap) => `${gap.what} ${gap.subject}`)).toEqual([
    "extension vector",
    "extension postgis",
    "extension timescaledb",
    "extension citext",
    "extension uuid-ossp",
    "extension pg_trgm",
    "extension btree_gist",
    "object language plv8",
    "statement SELECT",
  ]);
});

test("psql scripts: includes within the folder, variables, conditions", async () => {
  const snapshot = await load(
    {
      "app/install.sql": `\\set schema app
\\set ON_ERROR_STOP on
\\i tables/a.sql
\\ir tables/b.sql
\\i ../outside.sql
\\i missing.sql
\\if false
CREATE TABLE never (id int);
\\else
CREATE TABLE always (id int);
\\endif
CREATE SCHEMA :schema;
CREATE TABLE :"schema".t (id int);
CREATE TABLE :unknown.t (id int);
\\copy t from 'data.csv'
\\bogus
\\d+ t
\\q
CREATE TABLE after_quit (id int);
`,
      "app/tables/a.sql": "CREATE TABLE a (id int);\n\\ir a.sql\n",
      "app/tables/b.sql": "CREATE TABLE b (\n  id int\n);\n",
      "outside.sql": "CREATE TABLE outside (id int);",
    },
    "app/install.sql",
  );
  expect(tables(snapshot)).toEqual(["app.t", "public.a", "public.always", "public.b"]);
  expect(snapshot.locations.find((it) => it.object.kind === "column" && it.object.path[1] === "b")?.at).toMatchObject({
    line: 2,
    column: 3,
  });
  expect(snapshot.gaps.map((gap) => `${gap.subject}: ${gap.reason}`)).toEqual([
    "\\i a.sql: it includes itself",
    "\\i ../outside.sql: it is outside the folder that was named",
    "\\i missing.sql: there is no such file",
    "CREATE TABLE: it holds a psql variable that is not set",
    "\\bogus: the psql command is not known",
    "1 \\copy: the structure does not depend on them",
  ]);
});

test.each([
  ["an endless loop", "DO $$ BEGIN LOOP END LOOP; END $$"],
  ["a sleep", "SELECT pg_sleep(1000)"],
])("47. %s ends with its deadline, and is named", async (_, sql) => {
  const loading = load({ "schema.sql": `CREATE TABLE a (id int);\n\n${sql};\n` }, "schema.sql", { maxDurationMs: 15_000 });
  await expect(loading).rejects.toMatchObject({
    name: "PgassayError",
    what: expect.stringMatching(/while running (?:DO|SELECT) at .*schema\.sql:3/),
  });
});

test("47. recursion without end is one statement's failure", async () => {
  const snapshot = await load(
    {
      "schema.sql": `CREATE FUNCTION deep(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN deep(n + 1); END';
SELECT deep(1);
DO $$ BEGIN EXECUTE current_query(); END $$;
CREATE TABLE a (id int);`,
    },
    "schema.sql",
  );
  expect(tables(snapshot)).toEqual(["public.a"]);
  expect(losses(snapshot)).toEqual(["2 statement SELECT: stack depth limit exceeded", "3 statement DO: stack depth limit exceeded"]);
});

test.each([
  ["no statement", "-- nothing\n", "It holds no SQL statement."],
  ["nothing that makes anything", "SELECT 1;\nSET search_path = x;\n", "None of its 2 statements makes a table, view, routine or type."],
  ["only failures", "ALTER TABLE gone ADD COLUMN a int;\n", 'relation "gone" does not exist'],
])("%s is a failure of the run", async (_, sql, why) => {
  const loading = load({ "schema.sql": sql }, "schema.sql");
  await expect(loading).rejects.toMatchObject({ name: "PgassayError", why: expect.stringContaining(why) });
});

test("hostile names are names", async () => {
  const name = `q"'; DROP TABLE x; --\n\u001b[31m\u202e*/ é`;
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const snapshot = await load(
    { "schema.sql": `CREATE TABLE ${quoted} (${quoted} int);\nALTER TABLE ${quoted} OWNER TO ${quoted};\n` },
    "schema.sql",
  );
  expect(snapshot.catalog.schemas[0]?.tables.map((it) => [it.name, it.owner, it.columns[0]?.name])).toEqual([[name, name, name]]);
  expect(snapshot.gaps).toEqual([]);
});

test("an unchanged schema is replayed once; a changed one again", async () => {
  const cache = join(folder, "cache");
  const options = { cache };
  const first = await load({ "schema.sql": "CREATE TABLE a (id int);" }, "schema.sql", options);
  const [entry] = readdirSync(cache) as [string];
  expect(statSync(join(cache, entry)).mode & 0o777).toBe(0o600);
  const second = await load({}, "schema.sql", options);
  expect({ ...second, takenAt: "" }).toEqual({ ...first, takenAt: "" });
  writeFileSync(join(cache, entry), "{ not json");
  expect(tables(await load({}, "schema.sql", options))).toEqual(["public.a"]);
  expect(tables(await load({ "schema.sql": "CREATE TABLE b (id int);" }, "schema.sql", options))).toEqual(["public.b"]);
  expect(readdirSync(cache)).toHaveLength(2);
});

test("the version that is asked for wins over the dump's", async () => {
  const sql = "-- Dumped from database version 15.3\nCREATE TABLE a (id int);";
  expect((await load({ "schema.sql": sql }, "schema.sql", { pgVersion: "17.2" })).server.version).toBe(170_002);
});
