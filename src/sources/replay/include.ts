import { readFileSync, realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { sqlText } from "../files/sql-text.ts";
import type { Script } from "./plan.ts";

const DEEPEST_INCLUDE = 16;

/** The script that `\\i` or `\\ir` means, or why it is not read. Nothing outside `root` is, links followed. */
export function includedScript(
  from: Script,
  path: string,
  isRelative: boolean,
  root: string,
  including: readonly string[],
): Script | string {
  if (from.path === null) return "standard input has no folder to include from";
  const own = dirname(from.path);
  const candidates = isRelative ? [resolve(own, path)] : [resolve(root, path), resolve(own, path)];
  const real = candidates.map(realPath).find((it) => it !== null) ?? null;
  if (real === null) return "there is no such file";
  const below = relative(realPath(root) ?? root, real);
  if (below.startsWith("..") || resolve(below) === below) return "it is outside the folder that was named";
  if (including.length >= DEEPEST_INCLUDE || including.includes(real)) return "it includes itself";
  const folder = from.text.name.slice(0, from.text.name.lastIndexOf("/") + 1);
  try {
    return { text: sqlText(folder + relative(own, real).split(sep).join("/"), readFileSync(real)), path: real };
  } catch {
    return "it cannot be read as SQL text";
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
