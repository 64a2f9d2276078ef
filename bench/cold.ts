import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build, CLI, FINANCE, typed } from "./commands.ts";
import { type Measured, measure, median } from "./measure.ts";
import { against, table } from "./table.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);

/**
 * A fresh process that audits the worked example, against what the embedded server costs without pgassay,
 * and with the snapshot in the cache, and as no more than help, against what starting node costs.
 */
async function cold(): Promise<void> {
  const cache = mkdtempSync(path.join(tmpdir(), "pgassay-bench-"));
  const node = process.execPath;
  const bare = path.join(import.meta.dirname, "bare-replay.mjs");
  const commands = {
    "audit, no cache": [CLI, "audit", FINANCE, "--no-cache"],
    "bare PGlite.create() and the same file": [bare, FINANCE],
    "audit, warm cache": [CLI, "audit", FINANCE],
    "--help": [CLI, "--help"],
    "bare node": ["-e", "0"],
  } as const;
  const runs = Object.entries(commands).map(([name, args]) => ({ name, args, measured: [] as Measured[] }));
  const env = { XDG_CACHE_HOME: cache, NO_COLOR: "1" };
  try {
    // The first round warms the disk and fills the cache; it is not counted. Rounds alternate, so that a slow minute hurts all alike.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const run of runs) {
        const measured = await measure(node, run.args, env);
        if (round > 0) run.measured.push(measured);
      }
    }
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
  const seconds = runs.map(({ measured }) => median(measured.map((it) => it.seconds)));
  const [audit = Number.NaN, replay = Number.NaN, warm = Number.NaN, help = Number.NaN, start = Number.NaN] = seconds;
  process.stdout.write(`\nbench/cold: median of ${ROUNDS} alternating runs, fresh processes\n\n`);
  const rows = runs.map(({ name, args, measured }, at) => [
    name,
    `${Math.round((seconds[at] ?? Number.NaN) * 1000)} ms`,
    `${Math.round(Math.min(...measured.map((it) => it.seconds)) * 1000)} ms`,
    `${Math.round(Math.max(...measured.map((it) => it.peakMiB)))} MiB`,
    typed(node, args),
  ]);
  process.stdout.write(`${table([["what", "median", "best", "peak memory", "command"], ...rows])}\n\n`);
  process.stdout.write(`no cache, against bare replay: ${against(audit / replay, 0.7, "x")}\n`);
  process.stdout.write(`warm cache, against bare node: ${against(warm / start, 4, "x")}\n`);
  process.stdout.write(`--help, against bare node: ${against(help / start, 2, "x")}\n`);
}

build();
await cold();
