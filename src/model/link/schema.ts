import type { Routine, Schema, Type } from "../catalog.ts";
import type { SchemaData } from "../data.ts";
import { keep, type Linking, type SchemaNames } from "./linking.ts";
import { add, type Mutable, NONE } from "./lists.ts";
import { schemaNamed } from "./named.ts";
import { linkTable } from "./table.ts";
import { linkView } from "./view.ts";

/** A schema with its routines and types, which point at nothing. */
export function addSchema(linking: Linking, data: SchemaData): void {
  const schema = keep(linking, {
    ...data,
    kind: "schema",
    path: [data.name],
    tables: NONE,
    views: NONE,
    routines: NONE,
    sequences: NONE,
    types: NONE,
  } as unknown as Mutable<Schema>);
  const entry: SchemaNames = { schema, tables: new Map(), views: new Map(), routines: new Map(), sequences: new Map(), types: new Map() };
  linking.names.set(data.name, entry);
  for (const item of data.routines) {
    const signature = `${item.name}(${item.arguments})`;
    const { reads: _, kind: form, ...own } = item;
    const routine: Routine = keep(linking, { ...own, kind: "routine", form, path: [data.name, signature], schema });
    entry.routines.set(signature, routine);
    add(schema, "routines", routine);
  }
  for (const item of data.types) {
    const type: Type = keep(linking, { ...item, kind: "type", path: [data.name, item.name], schema });
    entry.types.set(item.name, type);
    add(schema, "types", type);
  }
}

/** Its tables and views, with the members that point at columns of their own table. */
export function addTables(linking: Linking, data: SchemaData): void {
  const entry = schemaNamed(linking, data.name);
  for (const item of data.tables) {
    const table = linkTable(linking, item, entry.schema);
    entry.tables.set(item.name, table);
    add(entry.schema, "tables", table);
  }
  for (const item of data.views) {
    const view = linkView(linking, item, entry.schema);
    entry.views.set(item.name, view);
    add(entry.schema, "views", view);
  }
}
