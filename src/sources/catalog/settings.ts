import type { Settings } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";

const NO_SETTINGS: Settings = {};

/** `name=value` items, as `reloptions` and `proconfig` hold them. */
export function settingsOf(items: readonly string[] | null): Settings {
  if (items === null || items.length === 0) return NO_SETTINGS;
  const pairs = items.map((item): [string, string] => {
    const at = item.indexOf("=");
    return [item.slice(0, at), item.slice(at + 1)];
  });
  return Object.fromEntries(pairs.sort(([a], [b]) => compareText(a, b)));
}
