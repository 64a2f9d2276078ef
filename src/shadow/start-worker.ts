import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { packageRoot } from "./package-root.ts";

/** Nested SQL needs more of V8's stack than the 4 MB that a thread has. */
const STACK_MB = 16;

/**
 * A thread with an embedded server in it; `built` is its place in dist. Run from TypeScript, the thread needs the loader
 * that this process has. Node hands no `--import` down to a thread in a way that tsx understands, so a line of JavaScript
 * registers it, by its path: the working directory may be anywhere.
 */
export function startWorker(source: URL, built: string, workerData: unknown): Worker {
  const options = { workerData, execArgv: [], stdout: true, stderr: true, resourceLimits: { stackSizeMb: STACK_MB } };
  if (!import.meta.url.endsWith(".ts")) return new Worker(join(packageRoot(), "dist", built), options);
  const tsx = pathToFileURL(join(dirname(createRequire(import.meta.url).resolve("tsx/package.json")), "dist", "esm", "api", "index.mjs"));
  const code = `import(${JSON.stringify(tsx.href)}).then((it) => it.register()).then(() => import(${JSON.stringify(source.href)}));`;
  return new Worker(code, { ...options, eval: true });
}
