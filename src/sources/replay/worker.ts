import { parentPort, workerData } from "node:worker_threads";
import { embeddedParts, openEmbedded } from "../../shadow/embedded.ts";
import { installStubs } from "../../shadow/stubs.ts";
import { pgliteSession } from "../catalog/pglite-session.ts";
import { readCatalog } from "../catalog/read.ts";
import { applyAll } from "./apply.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/**
 * The thread that replays: SQL of strangers can spin for ever, and a thread can be ended from outside.
 * It reads what the server consists of as soon as it is there, and boots as soon as it knows the extensions, while the
 * main thread is still parsing.
 */
const port = parentPort;
if (port === null) throw new Error("this is a worker");
const { current } = workerData as { current: SharedArrayBuffer };
const position = new Int32Array(current);

embeddedParts().catch(fail);
let embedded: ReturnType<typeof openEmbedded> | undefined;

port.on("message", (message: ToWorker) => {
  if (message.is === "open") {
    embedded = openEmbedded({ extensions: message.extensions }).then((it) => {
      installStubs(it.db, message.extensions);
      return it;
    });
    embedded.catch(fail);
  } else replay(message).then((answer) => port.postMessage(answer), fail);
});

async function replay({ statements, schemas }: ToWorker & { is: "replay" }): Promise<FromWorker> {
  const server = await (embedded ?? openEmbedded());
  const outcome = await applyAll(server, statements, (at) => Atomics.store(position, 0, at + 1));
  Atomics.store(position, 0, statements.length + 1);
  await server.run("SET SESSION AUTHORIZATION DEFAULT; RESET ALL");
  const read = await readCatalog(await pgliteSession(server.db), { stats: false, schemas });
  return { is: "done", outcome, server: read.server, catalog: read.catalog, gaps: read.gaps };
}

function fail(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  port?.postMessage({ is: "broken", message, stack: stack ?? "" } satisfies FromWorker);
}
