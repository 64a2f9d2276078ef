import type { Worker } from "node:worker_threads";
import { startWorker } from "../../shadow/start-worker.ts";
import { errorOf } from "../../shadow/thread.ts";
import type { Shapes } from "../../workload/log/accumulator.ts";
import type { PieceData } from "../../workload/log/record-reader.ts";
import type { FromReader, Setup, ToReader } from "./messages.ts";
import { PIECE_BYTES } from "./piece-buffer.ts";

/** It reads one piece while the next one waits. */
const SLOTS = 2;

/** One thread that reads. Close it, whatever happens: it keeps the process alive. */
export class ReaderThread {
  readonly shapes: Shapes = [];
  readonly #worker: Worker;
  readonly #memory: SharedArrayBuffer[] = Array.from({ length: SLOTS }, () => new SharedArrayBuffer(2 * PIECE_BYTES));
  readonly #waiting: { readonly resolve: (piece: PieceData) => void; readonly reject: (error: Error) => void }[] = [];
  #next = 0;

  constructor(setup: Setup) {
    this.#worker = startWorker(new URL("./worker.ts", import.meta.url), "sources/logs/worker.js", setup);
    this.#worker.on("message", (message: FromReader) => {
      const waiting = this.#waiting.shift();
      if ("piece" in message) waiting?.resolve(message.piece);
      else waiting?.reject(errorOf(message));
    });
    const fail = (error: Error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    this.#worker.on("error", fail);
    this.#worker.on("exit", () => fail(new Error("a reading thread ended by itself")));
  }

  /** Copies the bytes. There must be no more than two pieces of one thread under way. */
  read(bytes: Buffer): Promise<PieceData> {
    const slot = this.#next % SLOTS;
    this.#next += 1;
    if ((this.#memory[slot] as SharedArrayBuffer).byteLength < bytes.length) this.#memory[slot] = new SharedArrayBuffer(bytes.length * 2);
    const memory = this.#memory[slot] as SharedArrayBuffer;
    new Uint8Array(memory).set(bytes);
    const answer = new Promise<PieceData>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#worker.postMessage({ memory, length: bytes.length } satisfies ToReader);
    return answer;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
