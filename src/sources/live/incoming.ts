import type pg from "pg";

const BATCH = 2_000;

/** The rows of one query as they come, in batches. What comes before somebody reads is kept; the socket is not read while a batch is looked at. */
export class Incoming<Row> {
  #batch: Row[] = [];
  #ended = false;
  #error: unknown = null;
  #wake: () => void = () => {};

  /** `failed` hears of an error, and says which one to throw. */
  constructor(query: pg.Query, failed: (error: unknown) => unknown) {
    query.on("row", (row: unknown) => {
      if (this.#batch.push(row as Row) >= BATCH) this.#wake();
    });
    query.on("end", () => this.#end(null));
    query.on("error", (error) => this.#end(failed(error)));
  }

  async *batches(signal: AbortSignal): AsyncGenerator<readonly Row[]> {
    signal.throwIfAborted();
    while (!this.#ended || this.#batch.length > 0) {
      if (!this.#ended && this.#batch.length < BATCH) await new Promise<void>((resolve) => (this.#wake = resolve));
      signal.throwIfAborted();
      if (this.#error !== null) throw this.#error;
      const batch = this.#batch;
      this.#batch = [];
      if (batch.length > 0) yield batch;
    }
    if (this.#error !== null) throw this.#error;
  }

  #end(error: unknown): void {
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }
}
