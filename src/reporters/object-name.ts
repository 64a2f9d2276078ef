import { plainPath } from "../model/plain-text.ts";
import type { ObjectRef } from "../model/reference.ts";

/** Enough of a statement's fingerprint to tell it from others. */
const FINGERPRINT = 12;

/** An object as people name it, on one line that is safe to print. */
export function objectName({ kind, path }: ObjectRef): string {
  if (path.length === 0) return "the database";
  const name = plainPath(path);
  return kind === "statement" ? `statement ${name.slice(0, FINGERPRINT)}` : name;
}
