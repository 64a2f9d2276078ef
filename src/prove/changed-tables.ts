import type { CatalogData } from "../model/data.ts";

export interface Changed {
  readonly tables: readonly (readonly string[])[];
  /** Names of what is no table. */
  readonly others: readonly string[];
  readonly what: string;
}

/** Tables that are not as they were, and in words what; null when everything is. No words of the schema's texts are in it. */
export function changedTables(before: CatalogData, after: CatalogData): Changed | null {
  const invalid = invalidIndexes(before);
  const [was, is] = [members(before, invalid), members(after, invalid)];
  const paths = [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path));
  if (paths.length === 0) return null;
  const changed = paths.map((path) => JSON.parse(path) as string[]);
  return {
    tables: changed.filter(([kind]) => kind === "table").map(([, ...path]) => path),
    others: changed.filter(([kind]) => kind !== "table").map((path) => (path.at(-1) ?? "").replace(/\(.*$/s, "")),
    what: changed.map(([kind, ...path]) => `${kind} ${path.join(".")}`).join(", "),
  };
}

function invalidIndexes({ schemas }: CatalogData): Set<string> {
  const indexes = schemas.flatMap(({ name, tables }) => tables.flatMap((table) => table.indexes.map((index) => [name, index] as const)));
  return new Set(indexes.flatMap(([schema, { name, valid }]) => (valid ? [] : [JSON.stringify([schema, name])])));
}

/** A rewrite builds every index anew: one that was invalid is then valid, and no way back breaks it again. */
function members({ schemas }: CatalogData, invalid: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const { tables, views, routines, sequences, types, ...schema } of schemas) {
    found.set(JSON.stringify(["schema", schema.name]), JSON.stringify(schema));
    const whole = tables.map((table) => ({
      ...table,
      indexes: table.indexes.map((index) =>
        invalid.has(JSON.stringify([schema.name, index.name])) ? { ...index, valid: null, ready: null } : index,
      ),
    }));
    for (const [kind, items] of Object.entries({ table: whole, view: views, routine: routines, sequence: sequences, type: types })) {
      for (const item of items) {
        const name = "arguments" in item ? `${item.name}(${item.arguments})` : item.name;
        found.set(JSON.stringify([kind, schema.name, name]), JSON.stringify(item));
      }
    }
  }
  return found;
}
