import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { SnapshotData } from "../../model/snapshot.ts";
import { writePrivate } from "../private-file.ts";

const MOST_ENTRIES = 50;

/** `true`: the user's cache folder, where the XDG base directory specification puts it; a text: that folder; false: none. */
export type CacheChoice = boolean | string;

/** Null when there is none, or when it cannot be read: a cache is never a reason to fail. */
export function cachedSnapshot(choice: CacheChoice, key: string): SnapshotData | null {
  const folder = folderOf(choice);
  if (folder === null) return null;
  const path = entry(folder, key);
  try {
    const { snapshot } = JSON.parse(readFileSync(path, "utf8")) as { snapshot?: SnapshotData };
    if (!Array.isArray(snapshot?.catalog?.schemas)) return null;
    const now = new Date();
    utimesSync(path, now, now);
    return { ...snapshot, takenAt: now.toISOString() };
  } catch {
    return null;
  }
}

export function keepSnapshot(choice: CacheChoice, key: string, snapshot: SnapshotData): void {
  const folder = folderOf(choice);
  if (folder === null) return;
  try {
    writePrivate(entry(folder, key), JSON.stringify({ snapshot }));
    prune(folder);
  } catch {
    // A full disk or a read-only home only makes the next run slower.
  }
}

/** The entries used longest ago go. */
function prune(folder: string): void {
  const entries = readdirSync(folder)
    .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    .map((name) => ({ path: join(folder, name), used: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.used - a.used);
  for (const { path } of entries.slice(MOST_ENTRIES)) rmSync(path, { force: true });
}

function entry(folder: string, key: string): string {
  return join(folder, `${key}.json`);
}

function folderOf(choice: CacheChoice): string | null {
  if (typeof choice === "string") return choice;
  if (!choice) return null;
  const base = process.env.XDG_CACHE_HOME;
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), ".cache"), "pgassay");
}
