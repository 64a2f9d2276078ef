import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { build, CLI, typed } from "./commands.ts";
import { type LogKind, PREFIX, writeLog } from "./log-file.ts";
import { measure, median } from "./measure.ts";
import { against, atLeast, table } from "./table.ts";

const MEGABYTES = Number(process.env.BENCH_LOG_MB ?? 1000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const MOST_MIB = 300;

/** How many times the speed of `pgbadger -j 1` over the same file. */
const TARGETS: Readonly<Record<LogKind, number>> = { stderr: 60, csv: 40, json: 40 };
const PGBADGER_FORMAT: Readonly<Record<LogKind, string>> = { stderr: "stderr", csv: "csv", json: "jsonlog" };

/** The same log in three formats: with one thread and with two, against pgbadger with one, and against `grep -c duration:`. */
async function logs(): Promise<void> {
  const folder = path.join(tmpdir(), "pgassay-bench-logs");
  mkdirSync(folder, { recursive: true });
  const hasPeer = spawnSync("pgbadger", ["--version"]).status === 0;
  const rows: string[][] = [];
  const verdicts: string[] = [];
  for (const kind of ["stderr", "csv", "json"] as const) {
    const file = path.join(folder, `${MEGABYTES}.${kind}`);
    writeLog(file, kind, MEGABYTES * 1e6);
    const one = await timed(process.execPath, [CLI, "workload", file, "--jobs", "1"]);
    const two = await timed(process.execPath, [CLI, "workload", file, "--jobs", "2"]);
    const grep = await timed("grep", ["-c", "duration:", file]);
    rows.push(row(kind, one), row(kind, two), row(kind, grep));
    const parts = [
      `two threads ${(one.seconds / two.seconds).toFixed(2)}x of one`,
      `${percent(grep.seconds / one.seconds)} of grep's speed`,
    ];
    if (hasPeer) {
      // Once: it takes five minutes.
      const peer = await timed("pgbadger", peerArguments(kind, file, folder), 1);
      rows.push(row(kind, peer));
      parts.unshift(`${atLeast(peer.seconds / one.seconds, TARGETS[kind], "x")} of pgbadger's`);
    }
    const peak = Math.max(one.peakMiB, two.peakMiB);
    verdicts.push(`${kind}: ${parts.join(", ")}, peak memory ${against(peak, MOST_MIB, " MiB")}`);
  }
  process.stdout.write(`\nbench/logs: median of ${ROUNDS} runs, ${MEGABYTES} MB, ${availableParallelism()} processors\n\n`);
  process.stdout.write(`${table([["format", "time", "MB/s", "peak memory", "command"], ...rows])}\n\n${verdicts.join("\n")}\n`);
  if (!hasPeer) process.stdout.write("pgbadger is not installed, so there is nothing to compare with: apt-get install pgbadger\n");
}

interface Timed {
  readonly seconds: number;
  readonly peakMiB: number;
  readonly command: string;
}

async function timed(command: string, args: readonly string[], rounds = ROUNDS): Promise<Timed> {
  const runs = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await measure(command, args));
  return {
    seconds: median(runs.map((it) => it.seconds)),
    peakMiB: Math.max(...runs.map((it) => it.peakMiB)),
    command: typed(command, args),
  };
}

function peerArguments(kind: LogKind, file: string, folder: string): string[] {
  const prefix = kind === "stderr" ? ["-p", PREFIX] : [];
  return ["-q", "-j", "1", "-f", PGBADGER_FORMAT[kind], ...prefix, "-o", path.join(folder, "peer.html"), file];
}

function row(kind: LogKind, { seconds, peakMiB, command }: Timed): string[] {
  return [kind, `${seconds.toFixed(2)} s`, (MEGABYTES / seconds).toFixed(0), `${Math.round(peakMiB)} MiB`, command];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

build();
await logs();
