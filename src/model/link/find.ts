import type { CatalogObject, Constraint } from "../catalog.ts";
import type { ObjectRef } from "../reference.ts";
import type { SchemaNames } from "./linking.ts";

/** The object that a reference names, by the names of its path. */
export function find(names: ReadonlyMap<string, SchemaNames>, ref: ObjectRef): CatalogObject | undefined {
  const [schemaName, name, member] = ref.path;
  const entry = names.get(schemaName ?? "");
  if (entry === undefined || name === undefined) return ref.kind === "schema" ? entry?.schema : undefined;
  const named = (items: readonly CatalogObject[] | undefined) => items?.find((item) => item.name === member);
  switch (ref.kind) {
    case "table":
      return entry.tables.get(name);
    case "view":
      return entry.views.get(name);
    case "routine":
      return entry.routines.get(name);
    case "sequence":
      return entry.sequences.get(name);
    case "type":
      return entry.types.get(name);
    case "column":
      return named(entry.tables.get(name)?.columns);
    case "index":
      return named((entry.tables.get(name) ?? entry.views.get(name))?.indexes);
    case "constraint":
      return named(entry.tables.get(name)?.constraints) satisfies CatalogObject | undefined as Constraint | undefined;
    case "trigger":
      return named(entry.tables.get(name)?.triggers);
    case "policy":
      return named(entry.tables.get(name)?.policies);
    case "statistics":
      return named(entry.tables.get(name)?.statistics);
    default:
      return undefined;
  }
}
