import type { Config } from "../config/schema.ts";
import type { Scope } from "../engine/scope.ts";
import type { InputOptions } from "./options/input.ts";

/** `--schema` and `--table` narrow each other; a table glob with a dot names its schema itself. */
export function scopeOf(
  options: Pick<InputOptions, "schema" | "excludeSchema" | "table" | "excludeTable">,
  config: Pick<Config, "include" | "exclude"> = {},
): Scope {
  const schemas = options.schema ?? [];
  const tables = options.table ?? [];
  const include =
    schemas.length === 0
      ? tables
      : (tables.length === 0 ? ["*"] : tables).flatMap((table) =>
          table.includes(".") ? [table] : schemas.map((schema) => `${schema}.${table}`),
        );
  const exclude = [...(options.excludeSchema ?? []).map((schema) => `${schema}.*`), ...(options.excludeTable ?? [])];
  // What the command line names is meant now: it takes the place of the configuration's own.
  return { include: include.length === 0 ? (config.include ?? []) : include, exclude: [...(config.exclude ?? []), ...exclude] };
}
