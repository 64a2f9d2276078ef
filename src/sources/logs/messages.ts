import type { LogFormat } from "../../workload/log/format.ts";
import type { PieceData } from "../../workload/log/record-reader.ts";

export interface Setup {
  readonly format: LogFormat;
  readonly key: number;
  readonly keepTags: readonly string[];
}

/** One piece, whole records only, in memory that both threads see. */
export interface ToReader {
  readonly memory: SharedArrayBuffer;
  readonly length: number;
}

export type FromReader = { readonly piece: PieceData } | { readonly message: string; readonly stack: string };
