import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import knexFor from "knex";
import { runner } from "node-pg-migrate";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { knex, nodePgMigrate } from "../../src/fixes/migrations/javascript.ts";
import type { OutputFile } from "../../src/fixes/output.ts";
import { originOf, planOf } from "../fixes/dialects/plan.ts";
import { HOSTILE_NAMES } from "../hostile-names.ts";
import { type NativeServer, startServer } from "./servers.ts";

let server: NativeServer;
const folder = mkdtempSync(path.join(tmpdir(), "pgassay-node-"));
beforeAll(async () => {
  server = await startServer(15);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
function written(files: readonly OutputFile[]): string {
  made += 1;
  const directory = path.join(folder, `migrations${made}`);
  mkdirSync(directory);
  for (const file of files) writeFileSync(path.join(directory, file.path), file.text);
  return directory;
}

interface Tool {
  up(): Promise<unknown>;
  down(count: number): Promise<unknown>;
  close(): Promise<unknown>;
}

const NONE = { existing: [], folder: "app" };
const TOOLS: Readonly<Record<string, (url: string, name: string) => Tool>> = {
  knex: (url, name) => {
    const directory = written(knex(planOf(name), originOf(15), NONE));
    const it = knexFor({ client: "pg", connection: url, migrations: { directory, loadExtensions: [".cjs"] } });
    return {
      up: () => it.migrate.latest(),
      down: async (count) => {
        for (let n = 0; n < count; n += 1) await it.migrate.down();
      },
      close: () => it.destroy(),
    };
  },
  "node-pg-migrate": (url, name) => {
    const dir = written(nodePgMigrate(planOf(name), originOf(15), NONE));
    const options = { databaseUrl: url, dir, migrationsTable: "pgmigrations", log: () => {}, singleTransaction: false } as const;
    return {
      up: () => runner({ ...options, direction: "up", count: Number.POSITIVE_INFINITY }),
      down: (count) => runner({ ...options, direction: "down", count }),
      close: async () => {},
    };
  },
};

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client
    .query(sql)
    .then(
      ({ rows: all }) => all,
      () => [],
    )
    .finally(() => client.end());
}

describe.each(Object.entries(TOOLS))("%s", (_, toolOn) => {
  test("stops at the gate with all before it kept, goes on when it is done, and comes back", async () => {
    const url = await server.createDatabase();
    const tool = toolOn(url, "t");
    try {
      await expect(tool.up()).rejects.toThrow("deploy gate 2");
    } finally {
      await tool.close();
    }
    expect(await rows(url, "SELECT * FROM t ORDER BY id")).toEqual([
      { id: 1, what: "a?b :c %d $" + "{e} `f` \\g \\?" },
      { id: 2, what: "x" },
    ]);
    expect(await rows(url, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'made_idx'::regclass")).toEqual([{ indisvalid: true }]);
    const database = new URL(url).pathname.slice(1);
    await rows(url, `ALTER DATABASE ${database} SET pgassay.gate_2 = 'done'`);
    const again = toolOn(url, "t");
    try {
      await again.up();
      expect(Object.keys((await rows(url, "SELECT * FROM t"))[0] as object)).toEqual(["what"]);
      await expect(again.down(1)).rejects.toThrow();
    } finally {
      await again.close();
    }
  }, 60_000);

  test("names tell it nothing", async () => {
    for (const name of HOSTILE_NAMES.filter((each) => Buffer.byteLength(each) <= 63)) {
      const url = await server.createDatabase();
      const tool = toolOn(url, name);
      await expect(tool.up(), name).rejects.toThrow("deploy gate 2");
      await tool.close();
      expect(await rows(url, `SELECT * FROM "${name.replaceAll('"', '""')}"`), name).toHaveLength(2);
    }
  }, 180_000);
});
