import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WorkloadData } from "../../src/model/workload.ts";
import { readLogs } from "../../src/sources/logs/read-logs.ts";
import { loadGrammar } from "../../src/sources/sql-reader.ts";
import { normalisePrepared } from "../../src/workload/normalise.ts";
import { type Major, type NativeServer, startServer } from "./servers.ts";

/** How the server logs. Whatever it is set to, the same executions are to come out. */
const SETUPS: readonly { readonly name: string; readonly major: Major; readonly settings: Readonly<Record<string, string>> }[] = [
  { name: "durations", major: 15, settings: { log_min_duration_statement: "0" } },
  { name: "statements and durations", major: 18, settings: { log_statement: "all", log_min_duration_statement: "0" } },
  { name: "statements, and durations without them", major: 17, settings: { log_statement: "all", log_duration: "on" } },
  {
    name: "durations and plans",
    major: 16,
    settings: {
      log_min_duration_statement: "0",
      shared_preload_libraries: "pg_stat_statements,auto_explain",
      "auto_explain.log_min_duration": "0",
    },
  },
];

describe.each(SETUPS)("a server of major $major that logs $name", ({ major, settings }) => {
  let server: NativeServer;
  let folder: string;
  let counted: ReadonlyMap<string, { calls: number; readonly sql: string }>;
  let read: Readonly<Record<"stderr" | "csv" | "json", WorkloadData>>;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "pgassay-truth-"));
    chmodSync(folder, 0o777);
    server = await startServer(major, {
      settings: {
        logging_collector: "on",
        log_destination: "stderr,csvlog,jsonlog",
        log_directory: folder,
        log_filename: "truth.log",
        log_file_mode: "0644",
        log_line_prefix: "%m [%p] %q%u@%d %a %e ",
        log_connections: "on",
        log_disconnections: "on",
        log_lock_waits: "on",
        log_temp_files: "0",
        work_mem: "64kB",
        shared_preload_libraries: "pg_stat_statements",
        ...settings,
      },
    });
    counted = await run(server.url);
    await logged(path.join(folder, "truth.json"));
    const [stderr, csv, json] = await Promise.all(["log", "csv", "json"].map((kind) => readOne(path.join(folder, `truth.${kind}`))));
    read = { stderr, csv, json } as typeof read;
  });

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the calls are those that pg_stat_statements counted", () => {
    const logged = new Map(read.csv.statements.map((it) => [it.fingerprint, it]));
    const total = [...counted.values()].reduce((sum, { calls }) => sum + calls, 0);
    const wrong = [...counted].flatMap(([fingerprint, { calls, sql }]) => {
      const found = logged.get(fingerprint)?.calls ?? 0;
      return found === calls ? [] : [{ sql, calls, found }];
    });
    const off = wrong.reduce((sum, { calls, found }) => sum + Math.abs(calls - found), 0);
    expect(total).toBeGreaterThan(1500);
    expect(1 - off / total, JSON.stringify(wrong, null, 1)).toBeGreaterThanOrEqual(0.995);
  });

  test("nothing was executed that pg_stat_statements did not see, but what it does not count", () => {
    const more = read.csv.statements.filter(({ fingerprint }) => !counted.has(fingerprint)).map(({ sql }) => sql);
    expect(more.filter((sql) => !/^(?:PREPARE|DEALLOCATE|EXECUTE)\b|pg_stat_statements/i.test(sql))).toEqual([]);
  });

  test("every execution has its duration", () => {
    expect(read.csv.statements.filter(({ calls, timed }) => calls !== timed)).toEqual([]);
  });

  test("all lines are understood", () => {
    for (const { coverage } of Object.values(read)) expect(coverage.unknownLines).toBe(0);
  });

  test("the three formats tell the same", () => {
    const plain = ({ coverage: { lines, bytes, sources, ...coverage }, ...rest }: WorkloadData) => ({ ...rest, coverage });
    expect(plain(read.stderr)).toEqual(plain(read.csv));
    expect(plain(read.json)).toEqual(plain(read.csv));
  });

  test("events have their SQLSTATE, constraint and statement", () => {
    const seen = read.csv.events.map(({ kind, sqlstate, subject, count }) => ({ kind, sqlstate, subject, count }));
    expect(seen).toContainEqual({ kind: "error", sqlstate: "23505", subject: "people_email_key", count: 7 });
    expect(seen).toContainEqual({ kind: "error", sqlstate: "42883", subject: null, count: 1 });
    expect(seen).toContainEqual({ kind: "cancel", sqlstate: "57014", subject: null, count: 1 });
    expect(seen.some(({ kind }) => kind === "temporary file")).toBe(true);
    expect(seen.some(({ kind }) => kind === "connection")).toBe(true);
  });

  test("pairs and bursts are seen", () => {
    const sqlOf = (fingerprint: string) => read.csv.statements.find((it) => it.fingerprint === fingerprint)?.sql ?? "";
    const pairs = read.csv.sessions.pairs.filter(
      ({ first, second }) => /^SELECT id FROM people/.test(sqlOf(first)) && /^INSERT INTO people/.test(sqlOf(second)),
    );
    expect(pairs.reduce((sum, { times }) => sum + times, 0)).toBeGreaterThanOrEqual(20);
    expect(pairs.reduce((sum, { sharing }) => sum + sharing, 0)).toBeGreaterThanOrEqual(20);
    const bursts = read.csv.sessions.bursts.filter(({ statement }) => /^SELECT \* FROM orders/.test(sqlOf(statement)));
    expect(bursts[0]).toMatchObject({ longest: 25 });
    expect(sqlOf(bursts[0]?.after ?? "")).toMatch(/^SELECT id FROM people ORDER BY/);
  });
});

async function readOne(file: string): Promise<WorkloadData> {
  const { workload } = await readLogs([file], { format: "auto", jobs: 1, signal: new AbortController().signal });
  return workload;
}

/** The collector of logs writes behind the server's back. */
async function logged(file: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (readFileSync(file, "utf8").includes("this is the end")) break;
    await pause(50);
  }
  await pause(200);
}

/** A mixed workload, and what pg_stat_statements counted of it by fingerprint. */
async function run(url: string): Promise<Map<string, { calls: number; readonly sql: string }>> {
  const connect = async () => {
    const client = new pg.Client({ connectionString: url, application_name: "truth [test] app" });
    await client.connect();
    return client;
  };
  const one = await connect();
  const two = await connect();
  await one.query("CREATE EXTENSION pg_stat_statements; SELECT pg_stat_statements_reset()");
  await one.query(`CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE, note text, at timestamptz DEFAULT now());
    CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person int REFERENCES people, total numeric(12, 2) CHECK (total >= 0))`);
  await peopleOf(one, two);
  await ordersOf(one, two);
  await oddities(one);
  await failures(one);
  pgbench(url);
  await one.query("SELECT 'this is the end'");
  const { rows } = await two.query<{ query: string; calls: string }>(
    "SELECT query, calls FROM pg_stat_statements WHERE query !~ 'pg_stat_statements'",
  );
  await one.end();
  await two.end();
  const grammar = await loadGrammar();
  const counted = new Map<string, { calls: number; readonly sql: string }>();
  for (const { query, calls } of rows) {
    for (const { fingerprint, sql } of normalisePrepared(query, grammar)) {
      counted.set(fingerprint, { sql, calls: (counted.get(fingerprint)?.calls ?? 0) + Number(calls) });
    }
  }
  return counted;
}

/** Select, then insert: by the simple, the extended and the prepared protocol. */
async function peopleOf(one: pg.Client, two: pg.Client): Promise<void> {
  for (let number = 0; number < 60; number += 1) {
    const email = `person${number}@example.org`;
    const client = number % 2 === 0 ? one : two;
    if (number % 3 === 0) {
      await client.query(`SELECT id FROM people WHERE email = '${email}'`);
      await client.query(`INSERT INTO people (email, note) VALUES ('${email}', E'it\\'s ${number}')`);
    } else if (number % 3 === 1) {
      await client.query("SELECT id FROM people WHERE email = $1", [email]);
      await client.query("INSERT INTO people (email, note) VALUES ($1, $2)", [email, "a 'quoted' \"note\"\n\twith lines\\"]);
    } else {
      await client.query("BEGIN");
      await client.query({ name: "by-email", text: "SELECT id FROM people WHERE email = $1", values: [email] });
      await client.query({ name: "add", text: "INSERT INTO people (email, note) VALUES ($1, $2)", values: [email, null] });
      await client.query(number % 5 === 0 ? "ROLLBACK" : "COMMIT");
    }
  }
}

/** One query per person, and statements of several lines. */
async function ordersOf(one: pg.Client, two: pg.Client): Promise<void> {
  const { rows } = await one.query<{ id: number }>("SELECT id FROM people ORDER BY id LIMIT 25");
  for (const { id } of rows) await one.query("SELECT * FROM orders WHERE person = $1", [id]);
  for (let number = 0; number < 100; number += 1) {
    const id = rows[number % rows.length]?.id;
    await two.query(`INSERT INTO orders (person, total)\n\tVALUES (${id}, ${number}.50)\n  RETURNING id -- order ${number}`);
    await two.query(`/* report ${number} */
      SELECT p.email, sum(o.total) AS "The ""total"" 1"
        FROM people AS p
        JOIN orders AS o ON o.person = p.id

       WHERE o.total > -${number} AND p.id IN (${Array.from({ length: (number % 7) + 1 }, (_, at) => at).join(", ")})
       GROUP BY p.email`);
    await one.query(`UPDATE orders SET total = total + ${number % 3}.25 WHERE id = $1 AND total < $2`, [number, 1e6]);
  }
}

/** What is logged in ways of its own. */
async function oddities(one: pg.Client): Promise<void> {
  await one.query("SELECT 1; SELECT count(*) FROM people; ;");
  await one.query("");
  await one.query("PREPARE by_id(int) AS SELECT email FROM people WHERE id = $1");
  for (let number = 0; number < 10; number += 1) await one.query(`EXECUTE by_id(${number})`);
  await one.query("DEALLOCATE by_id");
  await one.query("BEGIN");
  await one.query("DECLARE c CURSOR FOR SELECT * FROM generate_series(1, 1000)");
  await one.query("FETCH 10 FROM c");
  await one.query("FETCH 20 FROM c");
  await one.query("CLOSE c");
  await one.query("SAVEPOINT s1");
  await one.query("ROLLBACK TO s1");
  await one.query("COMMIT");
  await one.query("SET application_name = 'LOG:  not a message'");
  await one.query("SELECT 'in between'");
  await one.query("RESET application_name");
  await one.query("DO $body$ BEGIN PERFORM count(*) FROM people; PERFORM 'x'; END $body$");
  await one.query("CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS $$ SELECT $1 * 2 $$");
  await one.query("SELECT twice(21), date '2020-01-01', interval '1 day', B'101', U&'\\0061', $$dollar$$");
  await one.query("SELECT string_agg(md5(n::text), ',' ORDER BY md5(n::text)) FROM generate_series(1, 20000) AS n");
  await one.query("COMMENT ON TABLE people IS 'those we know'");
  await one.query("ALTER ROLE postgres PASSWORD 'secret'");
  await one.query("COPY people TO STDOUT").catch(() => {});
  await one.query("EXPLAIN SELECT * FROM people WHERE id = 5");
}

async function failures(one: pg.Client): Promise<void> {
  const failing = (sql: string, values?: unknown[]) => one.query(sql, values).catch(() => {});
  for (let number = 0; number < 7; number += 1) {
    if (number % 2 === 0) await failing("INSERT INTO people (email) VALUES ('person1@example.org')");
    else await failing("INSERT INTO people (email) VALUES ($1)", ["person1@example.org"]);
  }
  await failing("SELECT no_such_function(1)");
  await failing("SELECT * FROM no_such_table WHERE a = $1", [5]);
  await failing("SELECT 1 / 0");
  await failing("SELEC 1");
  await failing("SELECT 'never closed");
  await failing("INSERT INTO orders (person, total) VALUES (1, -5)");
  await one.query("SET statement_timeout = 20");
  await failing("SELECT pg_sleep(5)");
  await one.query("RESET statement_timeout");
}

/** Its own tables and its three protocols, where it is installed. */
function pgbench(url: string): void {
  if (spawnSync("pgbench", ["--version"]).status !== 0) return;
  const call = (...args: string[]) => spawnSync("pgbench", ["-n", ...args, url], { stdio: "ignore" });
  call("-i", "-q");
  for (const protocol of ["simple", "extended"]) call("-c", "2", "-t", "40", "-M", protocol);
  // Of a prepared BEGIN, pg_stat_statements counts the first execution only: statements without a transaction, then.
  call("-c", "2", "-t", "40", "-M", "prepared", "-S");
}
