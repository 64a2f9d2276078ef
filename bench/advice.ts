import { advise } from "../src/advisor/advise.ts";
import { linkSnapshot } from "../src/audit.ts";
import type { AdviceData } from "../src/model/advice.ts";
import type { StatementData } from "../src/model/workload.ts";
import { plannable } from "../src/shadow/planner/plannable.ts";
import { resolveConnection } from "../src/sources/connection/resolve-connection.ts";
import { liveSource } from "../src/sources/live/live-source.ts";
import { loadGrammar } from "../src/sources/sql-reader.ts";
import { startServer } from "../test/postgres/servers.ts";
import { Bench } from "./advice/server.ts";
import { QUERIES, rows, SCHEMA } from "./advice/shop.ts";
import { filteredColumns, hypopgAdvice } from "./advice/single-column.ts";
import { table } from "./table.ts";

/**
 * Advice on indexes against the truth: the indexes are really made in a server with rows, and its plans and times are
 * compared with what the copy said. `ADVICE_URL` names a server that has hypopg, for the comparison with it.
 */
const ORDERS = 100_000;
const own = process.env.ADVICE_URL;
const server = own === undefined ? await startServer(17, { settings: { shared_buffers: "256MB", work_mem: "16MB" } }) : null;
const url = own ?? (await (server as NonNullable<typeof server>).createDatabase("advice"));
const bench = new Bench(url);
await bench.client.connect();
try {
  await bench.client.query("SET max_parallel_workers_per_gather = 0; SET plan_cache_mode = force_generic_plan; SET jit = off");
  await bench.client.query(SCHEMA);
  for (const sql of rows(ORDERS)) await bench.client.query(sql);
  await bench.client.query("VACUUM ANALYZE");
  process.stdout.write(`${await run()}\n`);
} finally {
  await bench.client.end();
  await server?.stop();
}

interface Measure {
  readonly name: string;
  readonly indexes: number;
  readonly bytes: number;
  readonly cost: number;
  readonly ms: number;
}

async function run(): Promise<string> {
  const times = new Map<string, number>();
  for (const query of QUERIES) times.set(query.sql, await bench.time(query));
  const grammar = await loadGrammar();
  const statements = QUERIES.map(
    ({ sql, calls }): StatementData => ({
      fingerprint: grammar.fingerprint(sql),
      sql,
      calls,
      timed: calls,
      totalMs: calls * (times.get(sql) ?? 0),
      maxMs: times.get(sql) ?? 0,
      rows: null,
    }),
  );
  const source = liveSource(resolveConnection(`${url}${url.includes("?") ? "&" : "?"}sslmode=disable`, {}, {}), {
    applicationName: "pgassay bench",
    now: () => new Date(),
  });
  const snapshot = await source.load({ stats: true, schemas: ["public"] }, new AbortController().signal);
  const workload = {
    origin: "log" as const,
    window: { since: null, until: snapshot.takenAt },
    statements,
    sessions: { count: 0, pairs: [], bursts: [] },
    events: [],
    coverage: { sources: ["bench"], bytes: 0, lines: 0, unknownLines: 0, unparsable: 0, dropped: null },
  };
  const linked = linkSnapshot({ ...snapshot, workload }, grammar.parse);
  const from = performance.now();
  const advice = await advise(linked);
  const seconds = (performance.now() - from) / 1000;

  const measures: Measure[] = [await measure("none but primary keys", [])];
  const made = advice.indexes.map(createText);
  const agreement = await agreed(advice, made);
  measures.push(await measure("pgassay", made));
  const columns = filteredColumns(linked.workload?.statements ?? []);
  measures.push(
    await measure(
      "an index on every filtered column",
      columns.map(({ table: name, column }) => `CREATE INDEX ON ${name} (${column})`),
    ),
  );
  const hypothetical = await hypopgAdvice(
    bench,
    columns,
    QUERIES.map(({ sql, calls }) => ({ sql: textOf(sql), calls })),
  );
  if (hypothetical !== null) measures.push(await measure("single columns chosen by HypoPG", hypothetical));

  const [first] = measures as [Measure];
  const share = (value: number, of: number) => `${((100 * value) / of).toFixed(1)} %`;
  return [
    `${ORDERS} orders, ${QUERIES.length} statements; the advice took ${seconds.toFixed(1)} s, ${advice.unexplained} calls could not be planned`,
    "",
    table([
      ["indexes", "count", "MB", "planner cost", "measured time"],
      ...measures.map(({ name, indexes, bytes, cost, ms }) => [
        name,
        String(indexes),
        (bytes / 1e6).toFixed(1),
        share(cost, first.cost),
        `${share(ms, first.ms)} (${(ms / 1000).toFixed(1)} s)`,
      ]),
    ]),
    "",
    ...made.map((sql) => `  ${sql}`),
    "",
    agreement,
  ].join("\n");
}

function createText({ table: name, method, keys, include, predicate }: AdviceData["indexes"][number]): string {
  return `CREATE INDEX ON ${name} USING ${method} (${keys.join(", ")})${include.length === 0 ? "" : ` INCLUDE (${include.join(", ")})`}${predicate === null ? "" : ` WHERE ${predicate}`}`;
}

/** The text that the copy was asked about. */
function textOf(sql: string): string {
  return plannable(sql, 20)[0];
}

async function measure(name: string, indexes: readonly string[]): Promise<Measure> {
  const made = await make(indexes);
  let [cost, ms] = [0, 0];
  for (const query of QUERIES) {
    cost += query.calls * (await bench.plan(textOf(query.sql))).cost;
    ms += query.calls * (await bench.time(query));
  }
  const bytes = Number(
    (await bench.rows(`SELECT coalesce(sum(pg_relation_size(x)), 0) FROM unnest('{${made.join(",")}}'::regclass[]) x`))[0]?.[0],
  );
  for (const index of made) await bench.client.query(`DROP INDEX ${index}`);
  return { name, indexes: made.length, bytes, cost, ms };
}

async function make(indexes: readonly string[]): Promise<string[]> {
  const made = indexes.map((_, at) => `bench_index_${at}`);
  for (const [at, sql] of indexes.entries()) await bench.client.query(sql.replace("CREATE INDEX ON", `CREATE INDEX ${made[at]} ON`));
  await bench.client.query("VACUUM ANALYZE");
  return made;
}

/** Where the copy said that a statement would use an index: does the server, and at what cost? */
async function agreed(advice: AdviceData, indexes: readonly string[]): Promise<string> {
  const grammar = await loadGrammar();
  const before = new Map<string, number>();
  for (const { sql } of QUERIES) before.set(sql, (await bench.plan(textOf(sql))).cost);
  const made = await make(indexes);
  let [said, used] = [0, 0];
  const ratios: number[] = [];
  const exact: number[] = [];
  for (const { sql } of QUERIES) {
    const fingerprint = grammar.fingerprint(sql);
    // The second text of a statement with a range stands for a wider one.
    const plans = await Promise.all(plannable(sql, 20).map((text) => bench.plan(text)));
    for (const [at, { statements }] of advice.indexes.entries()) {
      const told = statements.find((statement) => statement.fingerprint === fingerprint);
      if (told === undefined) continue;
      said += 1;
      if (plans.some((plan) => plan.indexes.includes(made[at] as string))) used += 1;
      ratios.push(Math.min(...plans.map((plan) => Math.abs(Math.log(plan.cost / told.costAfter)))));
      exact.push(Math.abs(Math.log((before.get(sql) ?? 1) / told.costBefore)));
    }
  }
  for (const index of made) await bench.client.query(`DROP INDEX ${index}`);
  const off = (logs: readonly number[]) =>
    `${(100 * (Math.exp(logs.toSorted((a, b) => a - b)[Math.floor(logs.length / 2)] ?? 0) - 1)).toFixed(1)} %`;
  return `agreement: of ${said} statements that were said to use an index, ${used} do; costs are off by ${off(exact)} before and ${off(ratios)} after (median)`;
}
