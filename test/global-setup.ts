import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installNative } from "./native/install.ts";

/** Fetches and builds what the tests stand on and git does not hold: the native servers and the PGlite template. */
export default async function setup(): Promise<void> {
  installNative();
  const script = path.join(import.meta.dirname, "../scripts/template.ts");
  if (existsSync(script)) await import(pathToFileURL(script).href);
}
