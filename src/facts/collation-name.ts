import { qualified } from "./identifier.ts";

/** `schema.name` as the reader writes it, quoted, apart at the first dot: `en_US.utf8` has one of its own. */
export function collationName(name: string): string {
  const dot = name.indexOf(".");
  return qualified(dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)]);
}
