import type { Scope } from "../engine/scope.ts";
import type { InputOptions } from "./options/input.ts";

/** `--schema` and `--table` narrow each other; a table glob with a dot names its schema itself. */
export function scopeOf(options: Pick<InputOptions, "schema" | "excludeSchema" | "table" | "excludeTable">): Scope {
  const schemas = options.schema ?? [];
  const tables = options.table ?? [];
  const include =
    schemas.length === 0
      ? tables
      : (tables.length === 0 ? ["*"] : tables).flatMap((table) =>
          table.includes(".") ? [table] : schemas.map((schema) => `${schema}.${table}`),
        );
  const exclude = [...(options.excludeSchema ?? []).map((schema) => `${schema}.*`), ...(options.excludeTable ?? [])];
  return { include, exclude };
}
