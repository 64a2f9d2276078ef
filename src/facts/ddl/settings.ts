import type { Settings } from "../../model/data.ts";
import { ident, literal } from "../identifier.ts";

/** Storage parameters: ` WITH (fillfactor = '80')`; nothing when there are none. */
export function withParameters(settings: Settings): string {
  const list = Object.entries(settings).map(([name, value]) => `${ident(name)} = ${literal(value).trim()}`);
  return list.length === 0 ? "" : ` WITH (${list.join(", ")})`;
}
