import { ensureTemplate } from "../src/shadow/template.ts";
import { installNative } from "./native/install.ts";

/** Fetches and builds what the tests stand on and git does not hold: the native servers and the template of the embedded one. */
export default async function setup(): Promise<void> {
  installNative();
  await ensureTemplate();
}
