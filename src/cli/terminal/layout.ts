import type { Paint } from "../../reporters/paint.ts";
import type { Io, Terminal } from "../io.ts";
import type { TerminalOptions } from "../options/output.ts";
import { isColoured } from "./colour.ts";
import { paintFor } from "./paint.ts";

const FILE_WIDTH = 80;
/** Longer lines are hard to read. */
const WIDEST = 120;

export interface Layout {
  readonly paint: Paint;
  readonly width: number;
}

/** How text on a stream looks; null for a file. */
export function layoutOf(stream: Terminal | null, { color }: TerminalOptions, env: Io["env"]): Layout {
  const choice = color === false ? "never" : color;
  if (stream === null) return { paint: paintFor(choice === "always"), width: FILE_WIDTH };
  const width = stream.isTTY === true ? Math.min(stream.columns ?? FILE_WIDTH, WIDEST) : FILE_WIDTH;
  return { paint: paintFor(isColoured(stream, choice, env)), width };
}
