import type { Accumulator, Shapes } from "../../workload/log/accumulator.ts";
import { boundary } from "../../workload/log/boundary.ts";
import { LogReader } from "../../workload/log/log-reader.ts";
import type { PieceData } from "../../workload/log/record-reader.ts";
import type { Setup } from "./messages.ts";
import { ReaderThread } from "./reader-thread.ts";
import type { TextSource } from "./text-source.ts";

/** A record that does not end within this has lost its end. */
const LONGEST_RECORD = 48_000_000;

/** Reads a log in this thread. */
export async function feed(source: TextSource, setup: Setup, into: Accumulator, signal: AbortSignal): Promise<void> {
  const reader = new LogReader(setup.format, { key: setup.key, keepTags: new Set(setup.keepTags) });
  const shapes: Shapes = [];
  let carry: Buffer = Buffer.alloc(0);
  for (let ended = false; !ended; ) {
    const { bytes, last } = await source.next(carry);
    signal.throwIfAborted();
    const { piece, consumed } = reader.read(bytes, last || bytes.length > LONGEST_RECORD);
    into.add(piece, shapes);
    carry = bytes.subarray(consumed);
    ended = last;
  }
}

/** The same by several threads. Pieces come back in any order, and are put together in that of the log. */
export async function feedThreads(source: TextSource, setup: Setup, jobs: number, into: Accumulator, signal: AbortSignal): Promise<void> {
  const threads = Array.from({ length: jobs }, () => new ReaderThread(setup));
  const underWay: { readonly thread: ReaderThread; readonly piece: Promise<PieceData> }[] = [];
  const takeFirst = async () => {
    const first = underWay.shift();
    if (first !== undefined) into.add(await first.piece, first.thread.shapes);
  };
  try {
    let carry: Buffer = Buffer.alloc(0);
    let turn = 0;
    for (let ended = false; !ended; ) {
      const { bytes, last } = await source.next(carry);
      signal.throwIfAborted();
      const cut = last || bytes.length > LONGEST_RECORD ? bytes.length : boundary(bytes, setup.format);
      carry = bytes.subarray(cut);
      ended = last;
      if (cut === 0) continue;
      if (underWay.length === 2 * jobs) await takeFirst();
      const thread = threads[turn % jobs] as ReaderThread;
      turn += 1;
      const piece = thread.read(bytes.subarray(0, cut));
      // Looked at when its turn comes; until then a failure is nobody's.
      piece.catch(() => {});
      underWay.push({ thread, piece });
    }
    while (underWay.length > 0) await takeFirst();
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}
