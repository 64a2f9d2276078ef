import { expect } from "vitest";
import type { Finding } from "../../src/contract/finding.ts";
import type { CatalogData, SchemaData, TableData } from "../../src/model/data.ts";
import type { SnapshotData } from "../../src/model/snapshot.ts";

/** The same findings a second time, in whatever order the catalog came, and whatever else is in it; returns them. */
export function expectSteady(findings: (data: SnapshotData) => readonly Finding[], snapshot: SnapshotData): readonly Finding[] {
  const first = findings(snapshot);
  expect(findings(snapshot)).toEqual(first);
  expect(findings({ ...snapshot, catalog: reversed(snapshot.catalog) }).map((finding) => finding.fingerprint)).toEqual(
    first.map((finding) => finding.fingerprint),
  );
  expect(findings({ ...snapshot, catalog: { schemas: [...snapshot.catalog.schemas, stranger] } })).toEqual(first);
  expect(findings({ ...snapshot, catalog: ofExtension(snapshot.catalog) }).filter(isAboutObjects)).toEqual([]);
  return first;
}

/** The same catalog, made by CREATE EXTENSION: its author answers for it, and the owner of the database should not change it. */
function ofExtension(catalog: CatalogData): CatalogData {
  const origin = "extension";
  return {
    schemas: catalog.schemas.map((schema) => ({
      ...schema,
      tables: schema.tables.map((table) => ({ ...table, origin })),
      views: schema.views.map((view) => ({ ...view, origin })),
      routines: schema.routines.map((routine) => ({ ...routine, origin })),
      sequences: schema.sequences.map((sequence) => ({ ...sequence, origin })),
      types: schema.types.map((type) => ({ ...type, origin })),
    })),
  };
}

/** Not about a statement, the database, or a schema by itself. */
function isAboutObjects({ object, related }: Finding): boolean {
  return object.kind === "schema" ? related.length > 0 : object.kind !== "statement" && object.kind !== "database";
}

/** The same catalog with every list that has no order of its own turned round. */
function reversed(catalog: CatalogData): CatalogData {
  const table = (data: TableData): TableData => ({
    ...data,
    columns: data.columns.toReversed(),
    indexes: data.indexes.toReversed(),
    constraints: data.constraints.toReversed(),
    triggers: data.triggers.toReversed(),
    policies: data.policies.toReversed(),
  });
  return {
    schemas: catalog.schemas.map((schema) => ({
      ...schema,
      tables: schema.tables.map(table).toReversed(),
      views: schema.views.toReversed(),
      routines: schema.routines.toReversed(),
    })),
  };
}

/** A schema that has nothing to do with the others: earlier findings do not change when it appears. */
const stranger: SchemaData = {
  name: "zz_stranger",
  comment: null,
  owner: "postgres",
  origin: "user",
  grants: [],
  tables: [],
  views: [],
  routines: [],
  sequences: [],
  types: [],
};
