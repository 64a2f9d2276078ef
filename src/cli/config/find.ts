import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const NAMES = ["ts", "mts", "js", "mjs", "json", "jsonc"].map((extension) => `pgassay.config.${extension}`);

/**
 * The nearest configuration from a folder upwards, as far as its repository goes; outside of one, the folder alone:
 * a file in somebody's home must not change what a run in another folder does. Null: there is none.
 */
export function findConfig(folder: string): string | null {
  const root = repositoryOf(folder);
  for (let at = folder; ; at = path.dirname(at)) {
    const found = NAMES.map((name) => path.join(at, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    const manifest = path.join(at, "package.json");
    if (hasKey(manifest)) return manifest;
    if (at === root || root === null) return null;
  }
}

function repositoryOf(folder: string): string | null {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, ".git"))) return at;
    if (path.dirname(at) === at) return null;
  }
}

function hasKey(manifest: string): boolean {
  try {
    return (JSON.parse(readFileSync(manifest, "utf8")) as { pgassay?: unknown }).pgassay !== undefined;
  } catch {
    return false;
  }
}
