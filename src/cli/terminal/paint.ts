import { Chalk } from "chalk";
import { type Paint, UNPAINTED } from "../../reporters/paint.ts";

/** The sixteen colours only: they follow the reader's own theme. */
export function paintFor(coloured: boolean): Paint {
  if (!coloured) return UNPAINTED;
  const { bold, dim, red, yellow, blue, green } = new Chalk({ level: 1 });
  return { bold, dim, red, yellow, blue, green };
}
