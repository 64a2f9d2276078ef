import { parentPort, workerData } from "node:worker_threads";
import { LogReader } from "../../workload/log/log-reader.ts";
import type { FromReader, Setup, ToReader } from "./messages.ts";

/** One thread of several that read a log side by side. */
const port = parentPort;
if (port === null) throw new Error("this is a worker");
const { format, key, keepTags } = workerData as Setup;
const reader = new LogReader(format, { key, keepTags: new Set(keepTags) });

port.on("message", ({ memory, length }: ToReader) => {
  try {
    const { piece } = reader.read(Buffer.from(memory, 0, length), true);
    const { entries, numbers, values, sessions } = piece.tape;
    const moved = [entries, numbers, values, sessions].map(({ buffer }) => buffer as ArrayBuffer);
    port.postMessage({ piece } satisfies FromReader, moved);
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    port.postMessage({ message, stack: stack ?? "" } satisfies FromReader);
  }
});
