import { parentPort, workerData } from "node:worker_threads";
import { PgassayError } from "../model/failure.ts";
import { openTestDatabase } from "../testing/embedded-database.ts";
import { LocalCopy } from "./local-copy.ts";
import type { FromCopy, ToCopy } from "./messages.ts";

/** The thread of the copy: triggers, constraints and rows of strangers can spin for ever, and a thread can be ended from outside. */
const port = parentPort;
if (port === null) throw new Error("this is a worker");
const { extensions } = workerData as { readonly extensions: readonly string[] };

const opened = openTestDatabase(extensions).then((db) => new LocalCopy(db));
opened.catch(() => {});

port.on("message", ({ method, parameters }: ToCopy) => {
  const answered = opened.then((copy) => (copy[method] as (...all: readonly unknown[]) => Promise<unknown>).apply(copy, [...parameters]));
  answered.then((value) => port.postMessage({ is: "answer", value } satisfies FromCopy), fail);
});

function fail(error: unknown): void {
  if (error instanceof PgassayError) {
    const { what, why, next } = error;
    port?.postMessage({ is: "failure", parts: { what, why, next } } satisfies FromCopy);
    return;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  port?.postMessage({ is: "broken", message, stack: stack ?? "" } satisfies FromCopy);
}
