#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { EXIT } from "./exit-code.ts";
import { run } from "./run.ts";

/** How long a stopped run may take to close its connections and workers before it is ended. */
const GRACE_MS = 2_000;

/** Of node 24: the newest whose flags are known. */
const LAST_V8 = 13;

// The embedded server is nine megabytes of WebAssembly. On as many threads as V8 takes for it, the optimising compiler
// keeps two processors busy for longer than the whole run of a small schema, and a run of 1,500 tables is no slower
// without (bench/NOTES.md). V8 names the flag so since version 5; one that does not know it would print a line.
if (Number.parseInt(process.versions.v8, 10) <= LAST_V8) setFlagsFromString("--wasm-num-compilation-tasks=1");

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.exitCode = EXIT.failed;
  });
}

const { code, stopped } = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  interrupt: interrupt.signal,
});
// Not process.exit(): what is on its way to a pipe would be lost.
process.exitCode = code;
if (stopped) setTimeout(() => process.exit(code), GRACE_MS).unref();
process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
