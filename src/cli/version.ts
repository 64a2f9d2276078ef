import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** From the package's own manifest, which stands above src and dist alike. */
export const VERSION: string = versionAbove(import.meta.dirname);

function versionAbove(folder: string): string {
  const manifest = path.join(folder, "package.json");
  if (!existsSync(manifest)) return versionAbove(path.dirname(folder));
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
