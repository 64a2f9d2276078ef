import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../shadow/package-root.ts";

/** What a kept snapshot depends on besides its text: the package's version and the build that read it. */
export function toolVersion(): string {
  const root = packageRoot();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const built = import.meta.filename.endsWith(".ts") ? newestSource(join(root, "src")) : statSync(import.meta.filename).mtimeMs;
  return `${version} ${built}`;
}

/** While the tool itself is worked on, every change of it makes kept snapshots old. */
function newestSource(folder: string): number {
  let newest = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return newest;
}
