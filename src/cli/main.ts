#!/usr/bin/env node
import { EXIT } from "./exit-code.ts";
import { run } from "./run.ts";

/** How long a stopped run may take to close its connections and workers before it is ended. */
const GRACE_MS = 2_000;

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
