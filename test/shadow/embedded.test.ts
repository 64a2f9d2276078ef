import { afterAll, beforeAll, expect, test } from "vitest";
import { type Embedded, openEmbedded } from "../../src/shadow/embedded.ts";
import { ensureTemplate } from "../../src/shadow/template.ts";

let embedded: Embedded;

beforeAll(async () => {
  await ensureTemplate();
  embedded = await openEmbedded({ extensions: ["citext", "earthdistance", "no_such_extension"] });
}, 60_000);
afterAll(() => embedded.close());

test("boots an empty PostgreSQL 18 that behaves like a server", async () => {
  const [row] = await embedded.rows<{ path: string; mods: string; zone: string; locks: string }>(
    `SELECT current_setting('search_path') AS path, current_setting('allow_system_table_mods') AS mods,
            current_setting('timezone') AS zone, current_setting('max_locks_per_transaction') AS locks`,
  );
  expect(row).toEqual({ path: '"$user", public', mods: "off", zone: "UTC", locks: "256" });
});

test("extensions are available, with the ones they require", async () => {
  await embedded.run("CREATE EXTENSION citext; CREATE EXTENSION earthdistance CASCADE;");
  const rows = await embedded.rows<{ name: string }>("SELECT extname AS name FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1");
  expect(rows.map((row) => row.name)).toEqual(["citext", "cube", "earthdistance"]);
});

test("recursion without end is an error, and the server goes on", async () => {
  await embedded.run("CREATE FUNCTION deep(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN deep(n + 1); END'");
  await expect(embedded.run("SELECT deep(1)")).rejects.toMatchObject({ code: "54001" });
  expect(await embedded.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await embedded.run("DROP FUNCTION deep");
});

test("reset leaves nothing behind", async () => {
  const before = await inventory();
  await embedded.run(`
    CREATE ROLE "o'hara"; CREATE SCHEMA app AUTHORIZATION "o'hara"; CREATE TABLE app.t (id int PRIMARY KEY, n public.citext);
    CREATE TYPE public.mood AS ENUM ('a'); CREATE PUBLICATION p FOR TABLE app.t; ALTER ROLE "o'hara" SET work_mem = '1MB';
    ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO "o'hara"; GRANT ALL ON SCHEMA public TO "o'hara";
    CREATE FUNCTION app.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION app.f();
    CREATE CAST (public.mood AS int) WITH INOUT; CREATE FOREIGN DATA WRAPPER w; SET search_path = app;`);
  await embedded.run("BEGIN; CREATE TABLE half_done (id int)");
  expect(await inventory()).not.toEqual(before);
  await embedded.reset();
  await embedded.reset();
  expect(await inventory()).toEqual(before.filter((it) => !it.includes("citext") && !it.includes("cube") && !it.includes("earthdistance")));
});

async function inventory(): Promise<string[]> {
  const rows = await embedded.rows<{ name: string }>(`
    SELECT 'relation ' || oid::regclass AS name FROM pg_class WHERE oid >= 16384 AND relnamespace <> 'pg_toast'::regnamespace
    UNION ALL SELECT 'schema ' || nspname || coalesce(nspacl::text, '') FROM pg_namespace
    UNION ALL SELECT 'role ' || rolname FROM pg_roles
    UNION ALL SELECT 'extension ' || extname FROM pg_extension
    UNION ALL SELECT 'default privileges ' || defaclrole::regrole FROM pg_default_acl
    UNION ALL SELECT 'setting ' || setrole::regrole FROM pg_db_role_setting
    UNION ALL SELECT 'publication ' || pubname FROM pg_publication
    UNION ALL SELECT 'event trigger ' || evtname FROM pg_event_trigger
    UNION ALL SELECT 'wrapper ' || fdwname FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'search path ' || current_setting('search_path')
    ORDER BY 1`);
  return rows.map((row) => row.name);
}
