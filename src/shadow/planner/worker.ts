import { parentPort } from "node:worker_threads";
import { openEmbedded } from "../embedded.ts";
import { installStubs } from "../stubs.ts";
import { EmbeddedPlanner } from "./embedded-planner.ts";
import type { FromPlanner, ToPlanner } from "./messages.ts";

/** The thread that plans: statements of strangers may call code that never ends, and a thread can be ended from outside. */
const port = parentPort;
if (port === null) throw new Error("this is a worker");

let opened: Promise<EmbeddedPlanner> | undefined;

port.on("message", (message: ToPlanner) => {
  if (message.is === "open") {
    opened = open(message.extensions);
    opened.catch(fail);
  } else if (opened !== undefined) answer(opened, message).then((it) => port.postMessage(it), fail);
});

async function open(extensions: readonly string[]): Promise<EmbeddedPlanner> {
  const embedded = await openEmbedded({ extensions });
  installStubs(embedded.db, extensions);
  return new EmbeddedPlanner(embedded);
}

async function answer(planner: Promise<EmbeddedPlanner>, message: Exclude<ToPlanner, { is: "open" }>): Promise<FromPlanner> {
  if (message.is === "prepare") return { is: "prepared", prepared: await (await planner).prepare(message.copy) };
  return { is: "planned", plans: await (await planner).plan(message.question) };
}

function fail(error: unknown): void {
  port?.postMessage(failureOf(error));
}

function failureOf(error: unknown): FromPlanner {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  // What WebAssembly throws when it traps.
  return name === "RuntimeError" ? { is: "crashed" } : { is: "broken", message, stack: stack ?? "" };
}
