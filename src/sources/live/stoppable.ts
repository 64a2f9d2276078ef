import type pg from "pg";
import { cancel } from "./cancel.ts";

const CANCEL_WITHIN = 500;
const GONE_WITHIN = 1_000;

/** Work on a connection that ends when the signal says so: first the server is asked to stop, then the connection is cut. */
export async function stoppable<T>(client: pg.Client, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    void cancel(client, CANCEL_WITHIN);
    timer = setTimeout(() => cut(client), GONE_WITHIN);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", stop);
    clearTimeout(timer);
  }
}

/** Says goodbye, and does not wait long for an answer. */
export async function close(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => cut(client), CANCEL_WITHIN);
  await client.end().catch(() => {});
  clearTimeout(timer);
}

function cut(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
