import { installNative } from "../test/native/install.ts";
import { startProxy } from "../test/postgres/proxy.ts";
import { startServer } from "../test/postgres/servers.ts";
import { build, CLI, typed } from "./commands.ts";
import { fill } from "./filled.ts";
import { measure, median } from "./measure.ts";
import { table } from "./table.ts";

const TABLES = 1_000;
/** A server in another region. */
const ROUND_TRIP_MS = 30;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
/** The server's major: the one of the pg_dump at hand. */
const SERVER = 15;

/** The audit of a server far away, and `pg_dump --schema-only` of the same one: what counts is how often each waits for an answer. */
async function far(): Promise<void> {
  installNative();
  const server = await startServer(SERVER, { settings: { max_locks_per_transaction: "4096" } });
  try {
    const near = await server.createDatabase("far_away");
    await fill(near, TABLES);
    const way = await startProxy(Number(new URL(near).port), (_connection, _sent, _client, goOn) => {
      setTimeout(goOn, ROUND_TRIP_MS);
      return true;
    });
    const away = near.replace(/:\d+\//, `:${way.port}/`);
    const commands = [
      { name: "audit", command: process.execPath, args: (url: string) => [CLI, "audit", url] },
      { name: "pg_dump", command: "pg_dump", args: (url: string) => ["--schema-only", url] },
    ];
    const rows: string[][] = [];
    for (const { name, command, args } of commands) {
      const seconds = async (url: string) => {
        const runs: number[] = [];
        for (let round = 0; round < ROUNDS; round += 1) runs.push((await measure(command, args(url))).seconds);
        return median(runs);
      };
      const [here, there] = [await seconds(near), await seconds(away)];
      const trips = ((there - here) * 1000) / ROUND_TRIP_MS;
      rows.push([name, `${here.toFixed(2)} s`, `${there.toFixed(2)} s`, `${(there / here).toFixed(1)}x`, trips.toFixed(0)]);
    }
    await way.stop();
    process.stdout.write(`\nbench/far: ${TABLES} tables of PostgreSQL ${SERVER}, ${ROUND_TRIP_MS} ms away, medians of ${ROUNDS} runs\n`);
    for (const { command, args } of commands) process.stdout.write(`${typed(command, args("postgresql:"))}\n`);
    process.stdout.write(`\n${table([["command", "here", "away", "ratio", "waits for an answer"], ...rows])}\n`);
  } finally {
    await server.stop();
  }
}

build();
await far();
