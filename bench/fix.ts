/**
 * Writers that go on while a plan runs on a table of 300,000 rows: the longest time that one of them had to wait, for each
 * fix against the statement that says the same at once. The rows are counted and compared afterwards.
 */
import { performance } from "node:perf_hooks";
import { Client } from "pg";
import rules from "../rules/index.ts";
import { audit } from "../src/audit.ts";
import { joinAlters } from "../src/fixes/alter.ts";
import { needsTransaction } from "../src/fixes/describe.ts";
import { planFixes } from "../src/fixes/plan.ts";
import { readLive } from "../test/postgres/read-live.ts";
import { type NativeServer, startServer } from "../test/postgres/servers.ts";
import { table } from "./table.ts";

const ROWS = 300_000;
const SCHEMA = `
  CREATE TABLE account (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, no text NOT NULL UNIQUE);
  CREATE TABLE payment (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES account, amount double precision NOT NULL, raw json,
    paid_at timestamp NOT NULL, note text NOT NULL);
  INSERT INTO account (no) SELECT 'n' || n FROM generate_series(1, 1000) AS n;
  INSERT INTO payment SELECT n, n % 1000 + 1, n / 100.0, '{"n": 1}', now(), 'x' FROM generate_series(1, ${ROWS}) AS n;
  ANALYZE`;

const NAIVE: Readonly<Record<string, string>> = {
  "float-money": "ALTER TABLE payment ALTER amount TYPE numeric(19,4) USING round(amount::text::numeric, 4)",
  "foreign-key-without-index": "CREATE INDEX ON payment (account_id)",
  "prefer-jsonb": "ALTER TABLE payment ALTER raw TYPE jsonb",
  "naive-timestamp": "ALTER TABLE payment ALTER paid_at TYPE timestamptz USING paid_at AT TIME ZONE 'UTC'",
};

interface Writers {
  stop(): Promise<{ longest: number; written: number }>;
}

/** Three sessions that update single rows as fast as they can. What they write is a note, which no fix changes. */
function writersOn(url: string): Writers {
  let running = true;
  let [longest, written] = [0, 0];
  const write = async (offset: number) => {
    const client = await connect(url);
    for (let n = offset; running; n += 3) {
      const started = performance.now();
      await client.query("UPDATE payment SET note = note || 'y' WHERE id = $1", [(n % ROWS) + 1]);
      longest = Math.max(longest, performance.now() - started);
      written += 1;
    }
    await client.end();
  };
  const all = [0, 1, 2].map(write);
  return {
    stop: async () => {
      running = false;
      await Promise.all(all);
      return { longest, written };
    },
  };
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function measured(server: NativeServer, run: (client: Client, url: string) => Promise<void>): Promise<number> {
  const url = await server.createDatabase();
  const client = await connect(url);
  await client.query(SCHEMA);
  const writers = writersOn(url);
  await run(client, url);
  const { longest, written } = await writers.stop();
  const { rows } = await client.query(
    "SELECT count(*)::int AS rows, (sum(length(note)) - count(*))::int AS notes, (sum(amount::text::numeric) * 100)::text AS sum FROM payment",
  );
  await client.end();
  const expected = (ROWS * (ROWS + 1)) / 2;
  if (rows[0].rows !== ROWS || rows[0].notes !== written || Number(rows[0].sum) !== expected)
    throw new Error(`rows are lost or wrong: ${JSON.stringify(rows[0])}`);
  return longest;
}

async function plan(client: Client, url: string, id: string): Promise<void> {
  const { findings } = audit(await readLive(url), { rules, toolVersion: "bench" });
  const fixes = planFixes(findings.filter(({ rule, object }) => rule === id && (object.path[1] ?? "payment") === "payment"));
  if (fixes.fixes.length === 0) throw new Error(`${id} finds nothing to fix`);
  for (const { step } of fixes.stages.flatMap(({ steps }) => steps)) {
    await client.query(`SET lock_timeout = ${step.timeouts.lockMs}`);
    if (needsTransaction(step)) await client.query("BEGIN");
    for (const statement of joinAlters(step.statements)) await client.query(statement);
    if (needsTransaction(step)) await client.query("COMMIT");
  }
}

const server = await startServer(15, { settings: { shared_buffers: "128MB" } });
try {
  const rows = [["fix", "longest wait, at once", "longest wait, as planned"]];
  for (const [id, naive] of Object.entries(NAIVE)) {
    const atOnce = await measured(server, async (client) => void (await client.query(naive)));
    const planned = await measured(server, (client, url) => plan(client, url, id));
    rows.push([id, `${Math.round(atOnce)} ms`, `${Math.round(planned)} ms`]);
  }
  process.stdout.write(`\nWriters on ${ROWS.toLocaleString("en-US")} rows, PostgreSQL 15\n\n${table(rows)}\n`);
} finally {
  await server.stop();
}
