import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import { audit } from "../../src/audit.ts";
import { alembic } from "../../src/fixes/alembic/alembic.ts";
import { planFixes } from "../../src/fixes/plan.ts";
import { link } from "../../src/model/link.ts";
import { readLive } from "./read-live.ts";
import { type NativeServer, startServer } from "./servers.ts";

const finance = path.join(import.meta.dirname, "../../fixtures/finance/schema.sql");
const FIXED = ["float-money", "money-without-currency", "string-keyed-foreign-key", "foreign-key-without-index", "naive-timestamp"];
/** The revision that the dump's own version table names. */
const HEAD = "3f1d0c9a7b52";

const ENV = `from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
`;

let server: NativeServer;
const folder = mkdtempSync(path.join(tmpdir(), "pgassay-alembic-"));
const versions = path.join(folder, "migrations", "versions");
beforeAll(async () => {
  server = await startServer(15);
  mkdirSync(versions, { recursive: true });
  writeFileSync(path.join(folder, "migrations", "env.py"), ENV);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function alembicOn(url: string, ...argv: string[]): string {
  writeFileSync(path.join(folder, "alembic.ini"), `[alembic]\nscript_location = migrations\nsqlalchemy.url = ${url}\n`);
  const { status, stdout, stderr } = spawnSync("alembic", argv, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`alembic ${argv.join(" ")}: ${stderr.slice(-2_000)}${stdout.slice(-500)}`);
  return stdout;
}

async function load(name: string): Promise<string> {
  const url = await server.createDatabase(name);
  execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", finance, url], { stdio: "pipe" });
  return url;
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** What people do at the gate. */
async function fillCurrencies(url: string): Promise<void> {
  const { tables } = link((await readLive(url)).catalog);
  for (const table of tables.filter(({ columns }) => columns.some(({ name }) => name === "currency_code"))) {
    await run(url, `UPDATE ${table.path.join(".")} SET currency_code = 'USD' WHERE currency_code IS NULL`);
  }
}

test("real Alembic goes up, stops at each gate, mends what it says, and comes back to the first structure", async () => {
  const url = await load("finance");
  const before = await readLive(url);
  const findings = audit(before, { rules, toolVersion: "test" }).findings.filter(({ rule }) => FIXED.includes(rule));
  const plan = planFixes(findings);
  const base = {
    name: `${HEAD}_base.py`,
    text: `revision: str = "${HEAD}"\ndown_revision = None\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`,
  };
  const report = audit(before, { rules: [], toolVersion: "test" });
  for (const file of [{ path: base.name, text: base.text }, ...alembic(plan, report, { existing: [base], folder: "app" })])
    writeFileSync(path.join(versions, file.path), file.text);
  expect(alembicOn(url, "heads").trim().split("\n")).toHaveLength(1);

  const offline = alembicOn(url, "upgrade", `${HEAD}:head`, "--sql");
  expect(offline.match(/ADD COLUMN \w+ NUMERIC\(19, 4\)/g)?.length).toBeGreaterThan(5);

  const gates = plan.stages.filter((stage) => stage.gates.length > 0).map(({ number }) => number);
  const open = (done: boolean) =>
    run(
      url,
      gates
        .map((number) => `ALTER ROLE postgres ${done ? `SET pgassay.gate_${number} = 'done'` : `RESET pgassay.gate_${number}`}`)
        .join("; "),
    );
  const stopAndFill = async () => {
    expect(() => alembicOn(url, "upgrade", "head")).toThrow(`deploy gate ${gates[0]}`);
    await fillCurrencies(url);
    await open(true);
  };
  await stopAndFill();
  const texts = readdirSync(versions)
    .sort()
    .map((name) => readFileSync(path.join(versions, name), "utf8"));
  const last = /^down_revision = "(.*)"$/m.exec(texts.find((text) => text.includes("raise NotImplementedError")) ?? "")?.[1] as string;
  alembicOn(url, "upgrade", last);
  alembicOn(url, "downgrade", HEAD);
  expect(link((await readLive(url)).catalog).hash).toBe(link(before.catalog).hash);

  await open(false);
  await stopAndFill();
  alembicOn(url, "upgrade", "head");
  const fixed = new Set(plan.fixes.map(({ finding }) => finding.fingerprint));
  const after = audit(await readLive(url), { rules, toolVersion: "test" }).findings;
  expect(after.filter(({ fingerprint }) => fixed.has(fingerprint))).toEqual([]);

  const other = await load("offline");
  writeFileSync(path.join(folder, "offline.sql"), offline);
  execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", path.join(folder, "offline.sql"), other], { stdio: "pipe" });
  expect(link((await readLive(other)).catalog).hash).toBe(link((await readLive(url)).catalog).hash);
}, 240_000);
