import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { STATISTICS_QUERY } from "../src/advisor/statistics-export.ts";
import { startServer } from "../test/postgres/servers.ts";
import { API_REQUESTS, type Request } from "./finance/api-requests.ts";
import { type Backend, inTransaction, preparedBackend, simpleBackend } from "./finance/backend.ts";
import { JOBS } from "./finance/jobs.ts";
import { mishaps } from "./finance/mishaps.ts";
import { randomFrom } from "./finance/random.ts";
import { ROWS } from "./finance/rows.ts";
import { formatted } from "./generate/files.ts";

/** Makes workload.log and statistics.json of fixtures/finance: the worked example under its own load, as a server logs and counts it. */
const folder = path.join(import.meta.dirname, "../fixtures/finance");
const WEB_WORKERS = 4;
const WEB_REQUESTS = 110;
const JOB_WORKERS = 2;
const JOB_RUNS = 50;

const LOGGING = {
  log_line_prefix: "%m [%p] %q%u@%d ",
  log_checkpoints: "on",
  log_autovacuum_min_duration: "0",
  log_lock_waits: "on",
  log_temp_files: "0",
  deadlock_timeout: "500ms",
};

const server = await startServer(17, { settings: { ...LOGGING, autovacuum: "on", autovacuum_naptime: "5s", shared_buffers: "128MB" } });
try {
  const url = await server.createDatabase("finance");
  await fill(url);
  const begin = readFileSync(server.logFile).length;
  const app = new URL(url);
  app.username = "app";
  await load(app.href);
  const log = readFileSync(server.logFile).subarray(begin);
  writeFileSync(path.join(folder, "workload.log"), log);
  process.stdout.write(`fixtures/finance/workload.log: ${log.length} bytes\n`);
} finally {
  await server.stop();
}

async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // Otherwise a server that is stopped because something failed would hide what failed.
  client.on("error", () => {});
  await client.connect();
  const dump = readFileSync(path.join(folder, "schema.sql"), "utf8");
  // The rows are made below: neither COPY with its data nor its sequences are wanted, and psql's own commands are not SQL.
  const structure = dump.replace(/^COPY [^;]+ FROM stdin;\n[\s\S]*?^\\\.$/gm, "").replace(/^(?:\\|SELECT pg_catalog\.setval).*$/gm, "");
  await client.query(structure);
  await client.query("set search_path = public");
  for (const sql of ROWS) await client.query(sql);
  await client.query(
    "create role app login; grant all on all tables in schema public to app; grant all on all sequences in schema public to app",
  );
  // From here on, whatever the application asks is logged.
  await client.query("alter role app set log_min_duration_statement = 0");
  const { rows } = await client.query<[object]>({ text: STATISTICS_QUERY, rowMode: "array" });
  const statistics = formatted({ file: "fixtures/finance/statistics.json", text: JSON.stringify(rows[0]?.[0]) });
  writeFileSync(path.join(folder, "statistics.json"), statistics.text);
  await client.end();
}

async function load(url: string): Promise<void> {
  const web = Array.from({ length: WEB_WORKERS }, async (_, n) => work(await simpleBackend(url), API_REQUESTS, WEB_REQUESTS, n));
  const jobs = Array.from({ length: JOB_WORKERS }, async (_, n) => work(await preparedBackend(url), JOBS, JOB_RUNS, 100 + n));
  await Promise.all([...web, ...jobs]);
  const [one, other] = [await simpleBackend(url), await simpleBackend(url)];
  await mishaps(one, other);
  await Promise.all([one.close(), other.close()]);
}

async function work(backend: Backend, requests: readonly Request[], times: number, seed: number): Promise<void> {
  const random = randomFrom(seed);
  for (let n = 0; n < times; n += 1) {
    const request = random.weighted(requests);
    await inTransaction(backend, () => request.run(backend, random));
  }
  await backend.close();
}
