import type { Catalog, Routine, Table, View } from "./catalog.ts";
import type { CatalogData, SchemaData } from "./data.ts";
import { hashOfCatalog } from "./hash.ts";
import { linkConstraints } from "./link/constraints.ts";
import { find } from "./link/find.ts";
import { freezeEntity } from "./link/freeze.ts";
import type { Linking } from "./link/linking.ts";
import { add } from "./link/lists.ts";
import { schemaNamed, tableNamed } from "./link/named.ts";
import { linkPolicies } from "./link/policies.ts";
import { linkRoutineReads, linkViewReads } from "./link/reads.ts";
import { addSchema, addTables } from "./link/schema.ts";
import { linkSequences } from "./link/sequences.ts";
import { linkTriggers } from "./link/triggers.ts";
import type { ObjectRef } from "./reference.ts";

export { BrokenCatalog } from "./link/named.ts";

/**
 * A graph that nobody can change, or one that is as fast as objects get: arrays that are frozen take five to twenty times
 * as long to look through. Rules of others see the first; our own are tested on it.
 */
export type Guard = "frozen" | "open";

/** Turns the tree of names into the two-way graph, in time linear in its size. */
export function link(data: CatalogData, guard: Guard = "frozen"): Catalog {
  const linking: Linking = { names: new Map(), entities: [] };
  for (const schema of data.schemas) addSchema(linking, schema);
  for (const schema of data.schemas) addTables(linking, schema);
  for (const schema of data.schemas) connect(linking, schema);
  const catalog = catalogOf(linking, data);
  if (guard === "frozen") {
    for (const entity of linking.entities) freezeEntity(entity);
    const { path, schemas, tables, views, routines, sequences } = catalog;
    for (const part of [catalog, path, schemas, tables, views, routines, sequences]) Object.freeze(part);
  }
  return catalog;
}

/** Everything that points at another object, once all objects exist. */
function connect(linking: Linking, data: SchemaData): void {
  const entry = schemaNamed(linking, data.name);
  for (const item of data.tables) {
    const table = entry.tables.get(item.name) as Table;
    for (const parentName of item.parents) {
      const parent = tableNamed(linking, parentName);
      add(table, "parents", parent);
      add(parent, "children", table);
    }
    linkConstraints(linking, item, table);
    linkPolicies(linking, item, table);
    linkTriggers(linking, item, table);
  }
  for (const item of data.views) linkViewReads(linking, item, entry.views.get(item.name) as View);
  for (const item of data.routines) linkRoutineReads(linking, item, entry.routines.get(`${item.name}(${item.arguments})`) as Routine);
  linkSequences(linking, data);
}

function catalogOf({ names }: Linking, data: CatalogData): Catalog {
  const schemas = [...names.values()].map((entry) => entry.schema);
  let hash: string | undefined;
  return {
    kind: "database" as const,
    path: [],
    get hash() {
      hash ??= hashOfCatalog(data);
      return hash;
    },
    schemas,
    tables: schemas.flatMap((schema) => schema.tables),
    views: schemas.flatMap((schema) => schema.views),
    routines: schemas.flatMap((schema) => schema.routines),
    sequences: schemas.flatMap((schema) => schema.sequences),
    find: (ref: ObjectRef) => find(names, ref),
  };
}
