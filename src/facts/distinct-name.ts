import { hashOf } from "../model/hash.ts";
import { freshName, MAX_IDENTIFIER_BYTES } from "./identifier.ts";

/** As `freshName`; a name that has to be cut carries a hash of the whole, so that two long ones stay apart. */
export function distinctName(parts: readonly string[], suffix: string, taken: Pick<ReadonlySet<string>, "has">): string {
  const long = Buffer.byteLength(`${parts.join("_")}${suffix}`) > MAX_IDENTIFIER_BYTES;
  return freshName(parts, long ? `_${hashOf(parts).slice(0, 8)}${suffix}` : suffix, taken);
}
