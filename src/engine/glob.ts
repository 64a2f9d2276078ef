import type { ObjectRef } from "../model/reference.ts";

/** `*` stands for any run of characters, `?` for one. */
export function globMatcher(glob: string): (name: string) => boolean {
  const pattern = glob
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replace(/\*+/g, "[\\s\\S]*")
    .replaceAll("?", "[\\s\\S]");
  const expression = new RegExp(`^${pattern}$`);
  return (name) => expression.test(name);
}

/**
 * Matches an object by its own path, or by that of the table it belongs to. A glob without a dot is a table's name,
 * `audit.*` is the schema audit and all that is in it, and `*` is everything, the database itself included.
 */
export function objectMatcher(glob: string): (object: ObjectRef) => boolean {
  if (glob === "*") return () => true;
  const matches = globMatcher(glob.includes(".") ? glob : `*.${glob}`);
  return ({ kind, path }) =>
    kind === "schema" ? matches(`${path[0]}.`) : path.some((_, i) => i > 0 && matches(path.slice(0, i + 1).join(".")));
}
