import { execFileSync } from "node:child_process";
import path from "node:path";
import { installNative } from "../test/native/install.ts";
import { startServer } from "../test/postgres/servers.ts";
import { build, CLI, typed } from "./commands.ts";
import { fill } from "./filled.ts";
import { type Measured, measure, median } from "./measure.ts";
import type { Phases } from "./phases.ts";
import { slopesOf, slopeTable } from "./slopes.ts";
import { against, table } from "./table.ts";

const SIZES = (process.env.BENCH_TABLES ?? "1000,10000,50000").split(",").map(Number);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** The server's major: the one of the pg_dump at hand, so that both read the same catalog. */
const SERVER = 15;

/** The whole audit of a large database, against `pg_dump --schema-only` of the same database in the same run. */
async function scale(): Promise<void> {
  installNative();
  const server = await startServer(SERVER, {
    settings: { max_locks_per_transaction: "4096", shared_buffers: "512MB", maintenance_work_mem: "64MB" },
  });
  const sizes: Size[] = [];
  try {
    for (const tables of SIZES) {
      const url = await server.createDatabase(`tables_${tables}`);
      await fill(url, tables);
      // Two rounds are enough where one takes long.
      sizes.push(await measureSize(url, tables, tables > 20_000 ? Math.min(2, ROUNDS) : ROUNDS));
    }
  } finally {
    await server.stop();
  }
  report(sizes);
}

interface Size {
  readonly tables: number;
  readonly dump: readonly Measured[];
  readonly audit: readonly Measured[];
  readonly phases: Phases;
}

async function measureSize(url: string, tables: number, rounds: number): Promise<Size> {
  const dump: Measured[] = [];
  const audit: Measured[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const dumped = await measure("pg_dump", dumpArguments(url));
    const audited = await measure(process.execPath, auditArguments(url), { NO_COLOR: "1" });
    // The first round warms the server's cache and is not counted.
    if (round > 0) {
      dump.push(dumped);
      audit.push(audited);
    }
  }
  const phases = path.join(import.meta.dirname, "phases.ts");
  const output = execFileSync(process.execPath, ["--import", "tsx", phases, url], { encoding: "utf8", maxBuffer: 1 << 24 });
  process.stderr.write(`measured ${tables} tables\n`);
  return { tables, dump, audit, phases: JSON.parse(output) as Phases };
}

function dumpArguments(url: string): string[] {
  return ["--schema-only", url];
}

function auditArguments(url: string): string[] {
  return [CLI, "audit", url];
}

function report(sizes: readonly Size[]): void {
  const seconds = (runs: readonly Measured[]) => median(runs.map((run) => run.seconds));
  const peak = (runs: readonly Measured[]) => Math.max(...runs.map((run) => run.peakMiB));
  const rows = sizes.map(({ tables, dump, audit, phases }) => [
    String(tables),
    `${seconds(audit).toFixed(2)} s`,
    `${seconds(dump).toFixed(2)} s`,
    `${(seconds(audit) / seconds(dump)).toFixed(2)}x`,
    `${((seconds(audit) / tables) * 1e6).toFixed(0)} µs`,
    `${Math.round(peak(audit))} MiB`,
    String(phases.findings),
    ...Object.values(phases.ms).map((ms) => `${Math.round(ms)} ms`),
  ]);
  const phaseNames = Object.keys(sizes[0]?.phases.ms ?? {});
  const head = ["tables", "audit", "pg_dump", "ratio", "audit per table", "peak memory", "findings", ...phaseNames];
  process.stdout.write(`\nbench/scale: PostgreSQL ${SERVER}, medians of ${ROUNDS} alternating runs (2 above 20,000 tables)\n`);
  process.stdout.write(`${typed(process.execPath, auditArguments("postgresql:"))}\n${typed("pg_dump", dumpArguments("postgresql:"))}\n\n`);
  process.stdout.write(`${table([head, ...rows])}\n\n`);
  const middle = sizes.find((size) => size.tables === 10_000);
  const largest = sizes.at(-1);
  if (middle === undefined || largest === undefined) return;
  process.stdout.write(`10,000 tables, against pg_dump: ${against(seconds(middle.audit) / seconds(middle.dump), 0.5, "x")}\n`);
  process.stdout.write(`10,000 tables, rules against reading: ${against(middle.phases.ms.rules / middle.phases.ms.read, 0.4, "x")}\n`);
  process.stdout.write(`10,000 tables, peak memory: ${against(peak(middle.audit), 450, " MiB")}\n`);
  if (largest === middle) return;
  const growth = seconds(largest.audit) / largest.tables / (seconds(middle.audit) / middle.tables);
  // Linear, with room for what a busy machine adds.
  process.stdout.write(`${largest.tables} tables, time per table against 10,000: ${against(growth, 1.15, "x")}\n`);
  const [steepest] = slopesOf(sizes).filter(({ judged }) => judged);
  if (steepest !== undefined) process.stdout.write(`steepest rule, ${steepest.rule}: ${against(steepest.slope, 1.15, "")}\n`);
  process.stdout.write(`\nslope 1: the time grows as the number of tables does\n\n${slopeTable(sizes)}\n`);
}

build();
await scale();
