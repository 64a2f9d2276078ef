import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

export interface Measured {
  readonly seconds: number;
  /** Peak resident memory of the process itself, in MiB; children are not counted. */
  readonly peakMiB: number;
  readonly exitCode: number;
}

/** Runs one command with its output thrown away. Memory is the kernel's own high-water mark, read until the process ends. */
export async function measure(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Measured> {
  const from = performance.now();
  // A pipe: grep stops at the first match when it writes to /dev/null.
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  child.stdout.resume();
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  let peak = 0;
  const poll = setInterval(() => {
    peak = Math.max(peak, highWaterKiB(child.pid));
  }, 20);
  const [exitCode] = (await once(child, "exit")) as [number | null];
  clearInterval(poll);
  const seconds = (performance.now() - from) / 1000;
  // 1 is an audit with findings.
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`${command} ended with ${exitCode}: ${complaints.slice(-2000)}`);
  return { seconds, peakMiB: peak / 1024, exitCode };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function highWaterKiB(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
