import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PgassayError } from "../../src/model/failure.ts";
import { readStructure } from "../../src/sources/catalog/read.ts";
import type { Cell, Session } from "../../src/sources/catalog/session.ts";
import { clientSession } from "../../src/sources/live/client-session.ts";
import { EVERYTHING } from "../sources/catalog/everything.ts";
import { startProxy } from "./proxy.ts";
import { readLive, sourceOf } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

let server: NativeServer;
let url: string;
let owner: pg.Client;

async function client(to: string, pipeline = false): Promise<pg.Client> {
  const opened = new pg.Client({ connectionString: to, pipeline });
  opened.on("error", () => {});
  await opened.connect();
  return opened;
}

beforeAll(async () => {
  server = await startServer(15, { settings: { log_statement: "all", log_min_duration_statement: "-1" } });
  url = await server.createDatabase("app");
  owner = await client(url);
  await owner.query(EVERYTHING);
});

afterAll(async () => {
  await owner.end();
  await server.stop();
});

/** What a run made the server log, from its first statement on; lines that go on begin with a tab. */
async function logged(work: () => Promise<unknown>): Promise<readonly string[]> {
  const from = readFileSync(server.logFile, "utf8").length;
  await work();
  await pause(200);
  const text = readFileSync(server.logFile, "utf8").slice(from).replaceAll("\n\t", " ");
  return text.split("\n").flatMap((line) => /LOG: {2}(?:statement|execute [^:]*): ([\s\S]*)/.exec(line)?.[1] ?? []);
}

async function failure(work: Promise<unknown>): Promise<PgassayError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PgassayError)) throw new Error("expected a PgassayError", { cause: error });
  return error;
}

function unmarked(statement: string): string {
  return statement.replace(/ \/\* pgassay:[a-z-]+ \*\//, "");
}

describe("what reaches the server", () => {
  test("13. what is sent is marked, reads only, and sets nothing that outlives it", async () => {
    const statements = await logged(() => readLive(url, { stats: true }));
    expect(statements.length).toBeGreaterThan(50);
    for (const statement of statements) {
      expect(statement).toMatch(/^\w+ \/\* pgassay:[a-z-]+ \*\//);
      expect(unmarked(statement)).toMatch(
        /^(?:select|with|set local|begin isolation level (?:repeatable read|read committed) read only|commit|savepoint|release savepoint|rollback to savepoint)\b/,
      );
    }
    const plain = statements.map(unmarked);
    expect(plain[0]).toContain("begin isolation level repeatable read read only");
    expect(plain[1]).toContain("select pg_catalog.version(), pg_catalog.current_setting(");
    expect(plain[2]).toContain("pg_catalog.set_config('search_path', 'pg_catalog', true)");
    expect(statements.join("\n")).not.toMatch(/set_config\([^)]*, false\)/);
    expect(statements.at(-1)).toContain("commit");
    expect(statements.join("\n")).not.toMatch(/information_schema\.|most_common|histogram|::regclass/);
  });

  test("waits for few answers: a server may be far away", async () => {
    let waits = 0;
    let travelling: (() => void)[] = [];
    const arrive = () => {
      for (const goOn of travelling) goOn();
      travelling = [];
    };
    const way = await startProxy(Number(new URL(url).port), (_connection, _sent, _client, goOn) => {
      if (travelling.push(goOn) > 1) return true;
      waits += 1;
      setTimeout(arrive, 30);
      return true;
    });
    const statements = await logged(() => readLive(url.replace(/:\d+\//, `:${way.port}/`), { stats: true }));
    await way.stop();
    expect(statements.length).toBeGreaterThan(50);
    expect(waits).toBeLessThanOrEqual(14);
  });

  test("14. leaves counters of user tables alone", async () => {
    const scans = async () => (await owner.query("select coalesce(sum(seq_scan), 0)::int as n from pg_stat_user_tables")).rows[0].n;
    await owner.query("select pg_stat_force_next_flush()");
    const before = await scans();
    await readLive(url, { stats: true });
    await pause(200);
    expect(await scans()).toBe(before);
  });

  test("12. names itself, and a first packet holds nothing else that a pooler would refuse", async () => {
    const packet = await new Promise<Buffer>((resolve) => {
      const fake = createServer((socket) =>
        socket.once("data", (data) => {
          resolve(data);
          socket.destroy();
          fake.close();
        }),
      );
      fake.listen(0, "127.0.0.1", () => {
        const { port } = fake.address() as { port: number };
        readLive(`postgres://zoe@127.0.0.1:${port}/app?sslmode=disable`).catch(() => {});
      });
    });
    const words = packet.subarray(8).toString("utf8").split("\0");
    const keys = words.filter((_, at) => at % 2 === 0 && words[at] !== "");
    expect(keys.sort()).toEqual(["application_name", "client_encoding", "database", "user"]);
  });
});

describe("settings of roles", () => {
  test("20. settings that are hostile change nothing", async () => {
    const before = await readLive(url);
    for (const setting of [
      "statement_timeout = '10ms'",
      "default_transaction_isolation = 'serializable'",
      "default_transaction_read_only = off",
      "datestyle = 'German'",
      "timezone = 'Asia/Kathmandu'",
      "bytea_output = 'escape'",
      "intervalstyle = 'sql_standard'",
      "standard_conforming_strings = off",
      "quote_all_identifiers = on",
      "client_min_messages = error",
      "row_security = off",
      "search_path = app, public",
    ]) {
      await owner.query(`alter role postgres set ${setting}`);
    }
    const after = await readLive(url).finally(() => owner.query("alter role postgres reset all"));
    expect(after).toEqual(before);
  });

  test("19. a search_path cannot lead our queries to somebody's functions", async () => {
    await owner.query(`create schema evil;
      create table evil.called (at timestamptz);
      create function evil.lower(name) returns text language plpgsql as $$ begin raise 'called'; end $$;
      create function evil.array_to_string(anyarray, text) returns text language plpgsql as $$ begin raise 'called'; end $$;
      create function evil.pg_get_expr(pg_node_tree, oid) returns text language plpgsql as $$ begin raise 'called'; end $$;
      create function evil.version() returns text language plpgsql as $$ begin raise 'called'; end $$;
      create function evil.current_setting(text) returns text language plpgsql as $$ begin raise 'called'; end $$;
      create function evil.current_database() returns name language plpgsql as $$ begin raise 'called'; end $$;
      create table evil.pg_class (oid oid);
      create function evil.same(oid, oid) returns boolean language plpgsql as $$ begin raise 'called'; end $$;
      create operator evil.= (function = evil.same, leftarg = oid, rightarg = oid);
      alter role postgres set search_path = evil, pg_catalog`);
    const attacked = await client(url);
    await expect(attacked.query("select lower(relname) from pg_catalog.pg_class")).rejects.toThrow("called");
    await attacked.end();
    const { gaps, catalog } = await readLive(url, { stats: true }).finally(() =>
      owner.query("alter role postgres reset all; drop schema evil cascade"),
    );
    expect(gaps).toEqual([]);
    expect(catalog.schemas.map(({ name }) => name)).toContain("evil");
  });
});

describe("locks", () => {
  test("15. a table that another session holds is reported, and the rest is read", async () => {
    const before = await readLive(url);
    const holder = await client(url);
    await holder.query("begin; lock table app.orders in access exclusive mode");
    const during = await readLive(url, { stats: true }).finally(() => holder.end());
    expect(during.gaps.filter(({ what }) => what === "object")).toMatchObject([
      // Its triggers, policies and expressions cannot be written out, nor can what reads it.
      { subject: "app.orders", affects: expect.arrayContaining(["orders_expression", "orders_many", "own", "touch", "write"]) },
      { subject: "app.paid" },
      { subject: "app.totals" },
    ]);
    const without = (name: string) => (data: typeof before) =>
      data.catalog.schemas.find((schema) => schema.name === "app")?.tables.filter((table) => table.name !== name);
    expect(without("orders")(during)).toEqual(without("orders")(before));
    const orders = during.catalog.schemas.find(({ name }) => name === "app")?.tables.find(({ name }) => name === "orders");
    expect(orders?.columns).toHaveLength(8);
    // A default that reads nothing needs no lock.
    expect(orders?.columns[0]?.default).toBe("nextval('app.orders_id_seq'::regclass)");
  });

  /** Something happens after the list of locks was read, and before the texts are. */
  async function readAround(change: string): Promise<Awaited<ReturnType<typeof readStructure>>> {
    const [reader, other] = [await client(url, true), await client(url)];
    await reader.query(
      "begin isolation level repeatable read read only; set local search_path = pg_catalog; set local lock_timeout = '100ms'",
    );
    const session = clientSession(reader, 150_000, new AbortController().signal);
    let changed = false;
    const interrupted: Session = {
      ...session,
      rows<Row extends readonly Cell[]>(name: string, sql: string, parameters?: readonly string[]) {
        const rows = session.rows<Row>(name, sql, parameters);
        return (async function* () {
          yield* rows;
          if (name === "locks" && !changed) {
            changed = true;
            await other.query(change);
          }
        })();
      },
    };
    return readStructure(interrupted, null).finally(async () => {
      await reader.end();
      await other.end();
    });
  }

  test("15. a lock that comes while we read costs that table only", async () => {
    const before = await readLive(url);
    const { catalog, gaps } = await readAround("begin; lock table app.customers in access exclusive mode");
    expect(gaps.map(({ subject }) => subject)).toEqual(["app.customers", "app.orders", "app.paid", "app.paid_more", "app.totals"]);
    const orders = catalog.schemas.find(({ name }) => name === "app")?.tables.find(({ name }) => name === "orders");
    const whole = before.catalog.schemas.find(({ name }) => name === "app")?.tables.find(({ name }) => name === "orders");
    // One of its policies reads the locked table: only that one is missing.
    expect(orders).toEqual({ ...whole, policies: whole?.policies.filter(({ name }) => name !== "own") });
  });

  test("18. an object that is dropped while we read is said, and the read goes on", async () => {
    await owner.query("create table app.doomed (id int, check (id > 0)); create view app.doomed_view as select id from app.doomed");
    const { catalog, gaps } = await readAround("drop table app.doomed cascade");
    expect(gaps.map(({ subject }) => subject)).toEqual(["app.doomed", "app.doomed_view"]);
    expect(catalog.schemas.find(({ name }) => name === "app")?.views.find(({ name }) => name === "paid")?.definition).toContain("SELECT");
  });
});

describe("roles", () => {
  test("23, 24. a role without any rights reads the same structure as a superuser, and says what it cannot know", async () => {
    await owner.query(
      "create role nobody login; grant connect on database app to nobody; insert into app.scratch default values; analyze app.scratch",
    );
    const low = sourceOf(url.replace("postgres@", "nobody@"));
    const poor = await low.load({ stats: true, schemas: null }, new AbortController().signal);
    const rich = await readLive(url, { stats: true });
    expect(poor.catalog).toEqual(rich.catalog);
    expect(poor.gaps).toMatchObject([{ what: "statistics", subject: "pg_stats", affects: ["app.scratch"] }]);
    expect(rich.gaps).toEqual([]);
    expect(poor.stats?.sequences.find(({ name }) => name === "scratch_id_seq")?.last).toBeNull();
    expect(rich.stats?.sequences.find(({ name }) => name === "scratch_id_seq")?.last).toBe("1");
    expect(low.notices.join()).not.toContain("superuser");
  });

  test("26. a role with too many rights is told", async () => {
    const source = sourceOf(url);
    await source.load({ stats: false, schemas: [] }, new AbortController().signal);
    expect(source.notices.join()).toContain("superuser");
    await owner.query("create role allreader login; grant pg_read_all_data to allreader");
    const reader = sourceOf(url.replace("postgres@", "allreader@"));
    await reader.load({ stats: false, schemas: [] }, new AbortController().signal);
    expect(reader.notices.join()).toContain("pg_read_all_data");
  });
});

describe("stopping", () => {
  test("9. an abort ends the query, the transaction and the session", async () => {
    const holder = await client(url);
    // A catalog that somebody locks makes every query wait.
    await holder.query("begin; lock table pg_catalog.pg_policy in access exclusive mode");
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("stop")), 300);
    await expect(readLive(url, {}, controller.signal)).rejects.toThrow("stop");
    await holder.end();
    const left = await owner.query("select count(*)::int as n from pg_stat_activity where application_name = 'pgassay/test'");
    expect(left.rows).toEqual([{ n: 0 }]);
  });

  test("17. a snapshot that would stay open too long is given up", async () => {
    const error = await failure(sourceOf(url, { longestSnapshot: 1 }).load({ stats: false, schemas: null }, new AbortController().signal));
    expect(error.what).toContain("took too long");
    const left = await owner.query("select count(*)::int as n from pg_stat_activity where application_name = 'pgassay/test'");
    expect(left.rows).toEqual([{ n: 0 }]);
  });

  test("7. a session that an administrator ends is a failure to act on", async () => {
    const holder = await client(url);
    await holder.query("begin; lock table pg_catalog.pg_policy in access exclusive mode");
    const reading = failure(readLive(url));
    await pause(400);
    await owner.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pgassay/test'");
    const error = await reading;
    await holder.end();
    expect(error.why).toContain("57P01");
  });
});

describe("when there is no way in", () => {
  test("2. a wrong password, and no trace of it", async () => {
    const guarded = await startServer(15, { password: "right" });
    const wrong = `postgres://postgres:hunter2@127.0.0.1:${guarded.port}/postgres`;
    const error = await failure(readLive(wrong)).finally(() => guarded.stop());
    expect(error.why).toContain("28P01");
    expect(JSON.stringify([error.what, error.why, error.next, error.stack, String(error.cause)])).not.toContain("hunter2");
    expect(error.what).toContain("postgres@127.0.0.1");
  });

  test("2. no such database", async () => {
    expect((await failure(readLive(url.replace(/app$/, "none")))).why).toContain("3D000");
  });

  test("1. nobody listens, and a host that never answers", async () => {
    expect((await failure(readLive("postgres://u@127.0.0.1:1/d"))).why).toBe("nothing listens there");
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as { port: number };
    const error = await failure(readLive(`postgres://u@127.0.0.1:${port}/d?connect_timeout=2&sslmode=disable`));
    silent.close();
    expect(error).toMatchObject({ what: `Cannot connect to u@127.0.0.1:${port}/d`, why: "no answer in time" });
  });

  test("5. TLS that the server does not speak", async () => {
    expect((await failure(readLive(`${url}?sslmode=require`))).why).toBe("the server does not support TLS");
    expect((await failure(readLive(`${url}?sslmode=verify-full`))).why).toBe("the server does not support TLS");
  });

  test("hosts are tried in order, and asked what they are", async () => {
    const two = url.replace("127.0.0.1", "127.0.0.1:1,127.0.0.1");
    expect((await readLive(two)).catalog.schemas.length).toBeGreaterThan(0);
    expect((await readLive(`${two}?target_session_attrs=primary`)).server.standby).toBe(false);
    expect((await readLive(`${two}?target_session_attrs=prefer-standby`)).server.standby).toBe(false);
    expect((await failure(readLive(`${url}?target_session_attrs=standby`))).what).toContain("is standby");
  });
});
